package dev.sluice.connector.mysql;

import dev.sluice.connector.Power;
import dev.sluice.connector.Power.Kind;
import dev.sluice.connector.Probe;
import dev.sluice.connector.jdbc.JdbcCatalog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds out what a user may really do, from what the server says of its grants, those of its active
 * roles included.
 */
final class RoleProbe {
    private static final int GRANTS_MAX = 10_000;
    private static final int TABLES_MAX = 1;

    private static final String SESSION =
            "SELECT VERSION(), @@global.read_only,"
                    + " (SELECT host FROM information_schema.processlist"
                    + " WHERE id = CONNECTION_ID())";

    private static final String READABLE =
            "SELECT COUNT(DISTINCT table_name) FROM information_schema.columns"
                    + " WHERE table_schema = ? AND privileges LIKE '%select%'";

    private static final Set<String> WRITES =
            Set.of("INSERT", "UPDATE", "DELETE", "DELETE HISTORY", "DROP", "ALTER");

    private static final Set<String> CREATES =
            Set.of(
                    "CREATE",
                    "INDEX",
                    "CREATE VIEW",
                    "CREATE ROUTINE",
                    "ALTER ROUTINE",
                    "CREATE TEMPORARY TABLES",
                    "CREATE TABLESPACE",
                    "TRIGGER",
                    "EVENT");

    private static final Set<String> MANAGES =
            Set.of("CREATE USER", "CREATE ROLE", "DROP ROLE", "ROLE_ADMIN", "PROXY", "SET USER");

    private static final Set<String> ADMINISTERS =
            Set.of("SHUTDOWN", "RELOAD", "SYSTEM_USER", "SET_USER_ID", "SET_ANY_DEFINER");

    private final JdbcCatalog<MysqlLink> catalog;
    private final String database;
    private final Map<Kind, Found> found = new EnumMap<>(Kind.class);

    private RoleProbe(JdbcCatalog<MysqlLink> catalog, String database) {
        this.catalog = catalog;
        this.database = database;
    }

    static Probe run(JdbcCatalog<MysqlLink> catalog, String database) {
        return new RoleProbe(catalog, database).run();
    }

    private Probe run() {
        List<String> session = catalog.rows(SESSION, 1).getFirst();
        List<String> warnings = new ArrayList<>();
        catalog.rows("SHOW GRANTS", GRANTS_MAX).stream()
                .map(row -> Grant.of(row.getFirst()))
                .filter(Objects::nonNull)
                .forEach(grant -> judge(grant, warnings));
        String address = session.get(2).replaceFirst(":\\d+$", "");
        return new Probe(
                session.getFirst().split("-", 2)[0],
                address,
                isEncrypted(),
                !session.get(1).equals("0") && !session.get(1).equals("OFF"),
                powers(),
                warnings,
                Integer.parseInt(
                        catalog.rows(READABLE, TABLES_MAX, database).getFirst().getFirst()));
    }

    private boolean isEncrypted() {
        List<List<String>> cipher = catalog.rows("SHOW SESSION STATUS LIKE 'Ssl_cipher'", 1);
        return !cipher.isEmpty() && !cipher.getFirst().get(1).isEmpty();
    }

    private void judge(Grant grant, List<String> warnings) {
        String level = grant.level();
        if (level == null) {
            if (grant.passesOn()) {
                find(Kind.MANAGE_ROLES, grant, "ADMIN OPTION FOR " + roles(grant), roles(grant));
            }
            return;
        }
        if (grant.passesOn()) {
            find(Kind.MANAGE_ROLES, grant, "GRANT OPTION", "privileges on " + level);
        }
        if (grant.privileges().contains("LOCK TABLES")) {
            warnings.add("The role may lock tables, on " + level + ".");
        }
        for (String privilege : grant.privileges()) {
            judge(grant, level, privilege);
        }
    }

    private static String roles(Grant grant) {
        return String.join(", ", grant.privileges());
    }

    private void judge(Grant grant, String level, String privilege) {
        boolean ownSystem = grant.isFor("mysql") && !privilege.equals("SELECT");
        if (privilege.equals("SUPER") || ownSystem) {
            find(Kind.SUPERUSER, grant, privilege, privilege + " on " + level);
        } else if (privilege.equals("ALL PRIVILEGES")) {
            boolean all = grant.isEverywhere();
            find(all ? Kind.SUPERUSER : Kind.WRITE, grant, privilege, subject(level));
        } else if (MANAGES.contains(privilege)) {
            find(Kind.MANAGE_ROLES, grant, privilege, privilege);
        } else if (privilege.equals("FILE")) {
            find(Kind.FILES, grant, privilege, privilege);
        } else if (privilege.startsWith("REPLICATION") || privilege.startsWith("BINLOG")) {
            find(Kind.REPLICATION, grant, privilege, privilege);
        } else if (privilege.endsWith("ADMIN") || ADMINISTERS.contains(privilege)) {
            find(Kind.ADMINISTER, grant, privilege, privilege);
        } else if (WRITES.contains(privilege)) {
            find(Kind.WRITE, grant, privilege, subject(level));
        } else if (CREATES.contains(privilege)) {
            find(Kind.CREATE, grant, privilege, "objects in " + subject(level));
        } else if (privilege.equals("PROCESS")) {
            find(Kind.OTHER_SESSIONS, grant, privilege, privilege);
        } else if (privilege.equals("SELECT") && !grant.isFor(database)) {
            find(Kind.OTHER_SCHEMAS, grant, privilege, subject(level));
        }
    }

    /** Without quotes, as the names of tables are written elsewhere. */
    private static String subject(String level) {
        return level.replace("`", "");
    }

    private void find(Kind kind, Grant grant, String privilege, String subject) {
        Found power = found.computeIfAbsent(kind, _ -> new Found());
        power.subjects.add(subject);
        String on = grant.level() == null ? "" : " ON " + grant.level();
        power.remedy.add("REVOKE " + privilege + on + " FROM " + grant.grantee());
    }

    private List<Power> powers() {
        List<Power> powers = new ArrayList<>();
        found.forEach((kind, power) -> powers.add(power.as(kind)));
        return powers;
    }

    /** A power as it is put together. */
    private static final class Found {
        private final Set<String> subjects = new LinkedHashSet<>();
        private final Set<String> remedy = new LinkedHashSet<>();

        Power as(Kind kind) {
            return new Power(
                    kind,
                    subjects.stream().limit(Power.SUBJECTS_MAX).toList(),
                    remedy.stream().limit(Power.REMEDY_STATEMENTS_MAX).toList());
        }
    }
}
