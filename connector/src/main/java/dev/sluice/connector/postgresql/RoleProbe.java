package dev.sluice.connector.postgresql;

import static dev.sluice.connector.postgresql.Quoting.identifier;

import dev.sluice.connector.Power;
import dev.sluice.connector.Power.Kind;
import dev.sluice.connector.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out what a role really may do, whatever its grants were meant to be: what it is itself, and
 * what it is or can become as a member of other roles.
 */
final class RoleProbe {
    private static final String YES = "t";

    private final Catalog catalog;
    private final List<Power> powers = new ArrayList<>();
    private final List<String> session;
    private final String user;

    /** The roles that the user is or can become, by name. */
    private final Map<String, Reached> reached = new LinkedHashMap<>();

    /** A line of {@link RoleQueries#REACHED}. */
    private record Reached(List<String> row) {
        boolean has(int column) {
            return row.get(column).equals(YES);
        }

        String name() {
            return row.getFirst();
        }

        /** The memberships that lead there, quoted; empty for the user itself. */
        String via() {
            return row.getLast();
        }
    }

    private RoleProbe(Catalog catalog) {
        this.catalog = catalog;
        this.session = catalog.rows(RoleQueries.SESSION, 1).getFirst();
        this.user = identifier(session.get(4));
        for (List<String> row : catalog.rows(RoleQueries.REACHED, RoleQueries.ROLES_MAX)) {
            reached.put(row.getFirst(), new Reached(row));
        }
    }

    static Probe run(Catalog catalog) {
        return new RoleProbe(catalog).look();
    }

    private Probe look() {
        attribute(Kind.SUPERUSER, 1, "NOSUPERUSER");
        if (powers.isEmpty()) { // a superuser has all the others too
            attribute(Kind.BYPASS_ROW_SECURITY, 2, "NOBYPASSRLS");
            attribute(Kind.MANAGE_ROLES, 3, "NOCREATEROLE");
            attribute(Kind.REPLICATION, 4, "NOREPLICATION");
            files();
            predefined(Kind.PROGRAMS, List.of("pg_execute_server_program"));
            predefined(
                    Kind.ADMINISTER,
                    List.of(
                            "pg_signal_backend",
                            "pg_signal_autovacuum_worker",
                            "pg_checkpoint",
                            "pg_maintain",
                            "pg_create_subscription",
                            "pg_use_reserved_connections"));
            predefined(Kind.OTHER_SCHEMAS, List.of("pg_read_all_data"));
            predefined(
                    Kind.OTHER_SESSIONS,
                    List.of("pg_monitor", "pg_read_all_stats", "pg_stat_scan_tables"));
            owned();
            writable();
            creatable();
        }
        return new Probe(
                session.getFirst().split(" ", 2)[0],
                session.get(3),
                session.get(2).equals(YES),
                session.get(1).equals(YES),
                powers,
                List.of(),
                Integer.parseInt(first(RoleQueries.READABLE, RoleQueries.TABLES_MAX).getFirst()));
    }

    private void attribute(Kind kind, int column, String without) {
        Found found = new Found();
        takeAttribute(found, column, without);
        found.keepAs(kind);
    }

    private boolean takeAttribute(Found found, int column, String without) {
        boolean any = false;
        for (Reached role : reached.values()) {
            if (role.has(column)) {
                any = true;
                if (role.via().isEmpty()) {
                    found.remedy.add("ALTER ROLE " + user + " " + without);
                } else {
                    found.leave(role.name());
                }
            }
        }
        return any;
    }

    private void predefined(Kind kind, List<String> roles) {
        Found found = new Found();
        takePredefined(found, roles);
        found.keepAs(kind);
    }

    private void takePredefined(Found found, List<String> roles) {
        for (String role : roles) {
            if (reached.containsKey(role)) {
                found.subjects.add(role);
                found.leave(role);
            }
        }
    }

    private void files() {
        Found found = new Found();
        takePredefined(found, List.of("pg_read_server_files", "pg_write_server_files"));
        for (String function : first(RoleQueries.FILE_FUNCTIONS, RoleQueries.FUNCTIONS_MAX)) {
            found.subjects.add(function);
            found.remedy.add("REVOKE EXECUTE ON FUNCTION " + function + fromAll());
        }
        found.leaveAll(RoleQueries.FILE_READERS);
        found.keepAs(Kind.FILES);
    }

    private void owned() {
        Found found = new Found();
        for (List<String> row : catalog.rows(RoleQueries.OWNED, Power.SUBJECTS_MAX)) {
            found.subjects.add(row.getFirst());
            if (row.get(1).equals(session.get(4))) {
                found.remedy.add("REASSIGN OWNED BY " + user + " TO CURRENT_USER");
            } else {
                found.leave(row.get(1));
            }
        }
        found.keepAs(Kind.OWN);
    }

    private void writable() {
        Found found = new Found();
        for (List<String> row : catalog.rows(RoleQueries.WRITABLE, Power.SUBJECTS_MAX)) {
            found.subjects.add(row.get(0) + "." + row.get(1));
            found.remedy.add(
                    "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "
                            + identifier(row.get(0))
                            + "."
                            + identifier(row.get(1))
                            + fromAll());
        }
        found.leaveAll(RoleQueries.WRITERS);
        found.keepAs(Kind.WRITE);
    }

    private void creatable() {
        Found found = new Found();
        if (takeAttribute(found, 5, "NOCREATEDB")) {
            found.subjects.add("databases");
        }
        if (!first(RoleQueries.SCHEMAS_CREATABLE, 1).isEmpty()) {
            found.subjects.add("schemas");
            found.remedy.add("REVOKE CREATE ON DATABASE " + identifier(session.get(5)) + fromAll());
            found.leaveAll(RoleQueries.SCHEMA_CREATORS);
        }
        for (String schema : first(RoleQueries.CREATABLE, RoleQueries.SCHEMAS_MAX)) {
            found.subjects.add("objects in " + schema);
            found.remedy.add("REVOKE CREATE ON SCHEMA " + identifier(schema) + fromAll());
        }
        found.leaveAll(RoleQueries.CREATORS);
        found.keepAs(Kind.CREATE);
    }

    private String fromAll() {
        return " FROM PUBLIC, " + user;
    }

    private List<String> first(String sql, int rowsMax) {
        return catalog.rows(sql, rowsMax).stream().map(List::getFirst).toList();
    }

    /** A power as it is put together. */
    private final class Found {
        private final Set<String> subjects = new LinkedHashSet<>();
        private final Set<String> remedy = new LinkedHashSet<>();

        /** The memberships that lead to this role are what gives the power. */
        void leave(String role) {
            Reached by = reached.get(role);
            if (by != null && !by.via().isEmpty()) {
                remedy.add("REVOKE " + by.via() + " FROM " + user);
            }
        }

        void leaveAll(String rolesSql) {
            if (!subjects.isEmpty()) {
                first(rolesSql, RoleQueries.ROLES_MAX).forEach(this::leave);
            }
        }

        void keepAs(Kind kind) {
            if (!subjects.isEmpty() || !remedy.isEmpty()) {
                powers.add(
                        new Power(
                                kind,
                                subjects.stream().limit(Power.SUBJECTS_MAX).toList(),
                                remedy.stream().limit(Power.REMEDY_STATEMENTS_MAX).toList()));
            }
        }
    }
}
