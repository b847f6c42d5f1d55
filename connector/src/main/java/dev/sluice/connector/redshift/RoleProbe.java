package dev.sluice.connector.redshift;

import dev.sluice.connector.Power;
import dev.sluice.connector.Power.Kind;
import dev.sluice.connector.Probe;
import dev.sluice.connector.jdbc.JdbcCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what a user really may do, whatever it was granted for. */
final class RoleProbe {
    private static final int SCHEMAS_MAX = 50;
    private static final Pattern VERSION = Pattern.compile("Redshift ([0-9.]+)");

    private static final String SESSION =
            "SELECT version(), u.usesuper, u.usecreatedb, quote_ident(u.usename),"
                    + " quote_ident(current_database()),"
                    + " has_database_privilege(current_database(), 'CREATE')"
                    + " FROM pg_catalog.pg_user u WHERE u.usename = current_user";

    private static final String WRITABLE =
            "SELECT n.nspname, c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname)"
                    + SchemaReader.OWN
                    + " AND (has_table_privilege(c.oid, 'INSERT')"
                    + " OR has_table_privilege(c.oid, 'UPDATE')"
                    + " OR has_table_privilege(c.oid, 'DELETE'))"
                    + " ORDER BY n.nspname, c.relname LIMIT "
                    + Power.SUBJECTS_MAX;

    private static final String CREATABLE =
            "SELECT n.nspname, quote_ident(n.nspname) FROM pg_catalog.pg_namespace n"
                    + " WHERE substring(n.nspname, 1, 3) <> 'pg_'"
                    + " AND n.nspname <> 'information_schema'"
                    + " AND has_schema_privilege(n.nspname, 'CREATE')"
                    + " ORDER BY n.nspname LIMIT "
                    + SCHEMAS_MAX;

    private static final String READABLE =
            "SELECT count(*)" + SchemaReader.OWN + " AND has_table_privilege(c.oid, 'SELECT')";

    private RoleProbe() {}

    /**
     * @param encrypted whether the connection is
     */
    static Probe run(JdbcCatalog<RedshiftLink> catalog, boolean encrypted) {
        List<String> session = catalog.rows(SESSION, 1).getFirst();
        String user = session.get(3);
        List<Power> powers = new ArrayList<>();
        if (isTrue(session.get(1))) {
            powers.add(Power.of(Kind.SUPERUSER, "ALTER USER " + user + " NOCREATEUSER"));
        }
        writable(catalog, user, powers);
        creatable(catalog, session, powers);
        Matcher version = VERSION.matcher(session.getFirst());
        return new Probe(
                version.find() ? version.group(1) : "unknown",
                "",
                encrypted,
                false,
                powers,
                List.of(),
                Integer.parseInt(catalog.rows(READABLE, 1).getFirst().getFirst()));
    }

    private static boolean isTrue(String text) {
        return text.startsWith("t");
    }

    private static void writable(
            JdbcCatalog<RedshiftLink> catalog, String user, List<Power> powers) {
        List<String> subjects = new ArrayList<>();
        List<String> remedy = new ArrayList<>();
        for (List<String> row : catalog.rows(WRITABLE, Power.SUBJECTS_MAX)) {
            subjects.add(row.get(0) + "." + row.get(1));
            remedy.add("REVOKE INSERT, UPDATE, DELETE ON " + row.get(2) + " FROM " + user);
            remedy.add("REVOKE INSERT, UPDATE, DELETE ON " + row.get(2) + " FROM PUBLIC");
        }
        if (!subjects.isEmpty()) {
            powers.add(new Power(Kind.WRITE, subjects, remedy));
        }
    }

    private static void creatable(
            JdbcCatalog<RedshiftLink> catalog, List<String> session, List<Power> powers) {
        String user = session.get(3);
        List<String> subjects = new ArrayList<>();
        List<String> remedy = new ArrayList<>();
        if (isTrue(session.get(2))) {
            subjects.add("databases");
            remedy.add("ALTER USER " + user + " NOCREATEDB");
        }
        if (isTrue(session.get(5))) {
            subjects.add("schemas");
            remedy.add("REVOKE CREATE ON DATABASE " + session.get(4) + " FROM " + user);
            remedy.add("REVOKE CREATE ON DATABASE " + session.get(4) + " FROM PUBLIC");
        }
        for (List<String> row : catalog.rows(CREATABLE, SCHEMAS_MAX)) {
            subjects.add("objects in " + row.get(0));
            remedy.add("REVOKE CREATE ON SCHEMA " + row.get(1) + " FROM " + user);
            remedy.add("REVOKE CREATE ON SCHEMA " + row.get(1) + " FROM PUBLIC");
        }
        if (!subjects.isEmpty()) {
            powers.add(new Power(Kind.CREATE, subjects, remedy));
        }
    }
}
