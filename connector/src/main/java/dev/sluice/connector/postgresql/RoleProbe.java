package dev.sluice.connector.postgresql;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Probe;
import dev.sluice.connector.TlsMode;
import dev.sluice.core.Secret;
import java.util.ArrayList;
import java.util.List;

/** Finds out what a role really may do, whatever its grants were meant to be. */
final class RoleProbe {
    /** A shorter password, or one without all three kinds of characters, is called weak. */
    static final int PASSWORD_BYTES_MIN = 20;

    private static final int TABLES_MAX = 1_000_000;
    private static final String YES = "t";

    private static final String ROLE =
            "SELECT pg_catalog.current_setting('server_version'), r.rolsuper, r.rolbypassrls,"
                    + " r.rolcreaterole OR r.rolcreatedb OR r.rolreplication,"
                    + " pg_catalog.pg_is_in_recovery(),"
                    + " pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),"
                    + " (SELECT s.ssl FROM pg_catalog.pg_stat_ssl s"
                    + " WHERE s.pid = pg_catalog.pg_backend_pid()),"
                    + " (SELECT pg_catalog.string_agg(g.rolname, ', ' ORDER BY g.rolname)"
                    + " FROM pg_catalog.pg_roles g WHERE g.rolname IN ('pg_write_all_data',"
                    + " 'pg_read_all_data', 'pg_read_server_files', 'pg_write_server_files',"
                    + " 'pg_execute_server_program', 'pg_signal_backend', 'pg_monitor',"
                    + " 'pg_maintain') AND pg_catalog.pg_has_role(g.oid, 'MEMBER'))"
                    + " FROM pg_catalog.pg_roles r WHERE r.rolname = current_user";

    private static final String OWN_RELATIONS =
            " FROM pg_catalog.pg_class c"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
                    + " AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'"
                    + " AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')";

    private static final String WRITABLE =
            "SELECT n.nspname || '.' || c.relname"
                    + OWN_RELATIONS
                    + " AND c.relkind <> 'm'"
                    + " AND (pg_catalog.has_table_privilege(c.oid,"
                    + " 'INSERT, UPDATE, DELETE, TRUNCATE')"
                    + " OR pg_catalog.has_any_column_privilege(c.oid, 'INSERT, UPDATE'))"
                    + " ORDER BY n.nspname, c.relname LIMIT "
                    + Probe.CAN_WRITE_MAX;

    private static final String READABLE =
            "SELECT pg_catalog.count(*)"
                    + OWN_RELATIONS
                    + " AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')";

    private static final String CREATABLE =
            "SELECT n.nspname FROM pg_catalog.pg_namespace n"
                    + " WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
                    + " AND pg_catalog.has_schema_privilege(n.oid, 'CREATE')"
                    + " ORDER BY n.nspname LIMIT 20";

    private RoleProbe() {}

    static Probe run(Catalog catalog, List<String> warningsOfSettings) {
        List<String> role = catalog.rows(ROLE, 1).getFirst();
        boolean superuser = role.get(1).equals(YES);
        List<String> canWrite = firsts(catalog.rows(WRITABLE, Probe.CAN_WRITE_MAX));
        List<String> warnings = new ArrayList<>();
        if (superuser) {
            warnings.add(
                    "The role is a superuser: nothing in the database limits it. Use a dedicated"
                            + " role that may only read.");
        } else {
            warnAboutPower(role, catalog, warnings);
        }
        if (!canWrite.isEmpty()) {
            warnings.add("The role may change tables. Grant it SELECT only.");
        }
        if (!role.get(6).equals(YES)) {
            warnings.add("The connection is not encrypted.");
        }
        warnings.addAll(warningsOfSettings);
        return new Probe(
                role.getFirst().split(" ", 2)[0],
                superuser,
                role.get(4).equals(YES),
                canWrite,
                warnings,
                Integer.parseInt(catalog.rows(READABLE, TABLES_MAX).getFirst().getFirst()));
    }

    private static void warnAboutPower(List<String> role, Catalog catalog, List<String> warnings) {
        if (role.get(2).equals(YES)) {
            warnings.add("The role bypasses row-level security.");
        }
        if (role.get(3).equals(YES)) {
            warnings.add("The role may create roles or databases, or replicate.");
        }
        if (role.get(5).equals(YES)) {
            warnings.add("The role may create schemas in the database.");
        }
        if (!role.get(7).isEmpty()) {
            warnings.add("The role is a member of " + role.get(7) + ".");
        }
        List<String> schemas = firsts(catalog.rows(CREATABLE, 20));
        if (!schemas.isEmpty()) {
            warnings.add("The role may create objects in: " + String.join(", ", schemas) + ".");
        }
    }

    private static List<String> firsts(List<List<String>> rows) {
        return rows.stream().map(List::getFirst).toList();
    }

    /** What can be said without asking the database. */
    static List<String> warningsOf(ConnectionSettings settings, Secret password) {
        List<String> warnings = new ArrayList<>();
        boolean unchecked =
                settings.tls().mode() == TlsMode.REQUIRE && settings.tls().caPem() == null;
        if (unchecked && !ConnectionSettings.isLoopback(settings.host())) {
            warnings.add(
                    "The server's identity is not checked: use verify-full, with the CA if it is"
                            + " not a public one.");
        }
        if (isWeak(password)) {
            warnings.add(
                    "The password is weak: use at least "
                            + PASSWORD_BYTES_MIN
                            + " characters with letters, digits and symbols.");
        }
        return warnings;
    }

    /** Whether the password is short, or lacks letters, digits or symbols. */
    private static boolean isWeak(Secret password) {
        boolean letter = false;
        boolean digit = false;
        boolean symbol = false;
        byte[] bytes = password.reveal();
        for (byte b : bytes) {
            boolean isDigit = b >= '0' && b <= '9';
            boolean isLetter = Character.isLetter(b) || b < 0;
            digit |= isDigit;
            letter |= isLetter;
            symbol |= !isDigit && !isLetter;
        }
        return bytes.length < PASSWORD_BYTES_MIN || !letter || !digit || !symbol;
    }
}
