package dev.sluice.connector.postgresql;

import dev.sluice.connector.Power;

/** What {@link RoleProbe} asks. A role is judged with everything that it is or can become. */
final class RoleQueries {
    static final int TABLES_MAX = 1_000_000;
    static final int ROLES_MAX = 1_000;
    static final int SCHEMAS_MAX = 50;
    static final int FUNCTIONS_MAX = 50;

    static final String SESSION =
            "SELECT pg_catalog.current_setting('server_version'), pg_catalog.pg_is_in_recovery(),"
                    + " COALESCE((SELECT s.ssl FROM pg_catalog.pg_stat_ssl s"
                    + " WHERE s.pid = pg_catalog.pg_backend_pid()), false),"
                    + " pg_catalog.host(pg_catalog.inet_client_addr()), current_user,"
                    + " pg_catalog.current_database()";

    /** Every role that the user is or can become, and the direct memberships that lead there. */
    static final String REACHED =
            "SELECT g.rolname, g.rolsuper, g.rolbypassrls, g.rolcreaterole, g.rolreplication,"
                    + " g.rolcreatedb, (SELECT pg_catalog.string_agg("
                    + "pg_catalog.quote_ident(d.rolname), ', ' ORDER BY d.rolname)"
                    + " FROM pg_catalog.pg_auth_members m"
                    + " JOIN pg_catalog.pg_roles d ON d.oid = m.roleid"
                    + " JOIN pg_catalog.pg_roles u ON u.oid = m.member"
                    + " WHERE u.rolname = current_user AND g.rolname <> current_user"
                    + " AND pg_catalog.pg_has_role(d.oid, g.oid, 'MEMBER'))"
                    + " FROM pg_catalog.pg_roles g WHERE g.rolname = current_user"
                    + " OR (pg_catalog.pg_has_role(current_user, g.oid, 'MEMBER') AND NOT"
                    + " (SELECT r.rolsuper FROM pg_catalog.pg_roles r"
                    + " WHERE r.rolname = current_user))"
                    + " ORDER BY g.rolname LIMIT "
                    + ROLES_MAX;

    private static final String RELATIONS =
            " FROM pg_catalog.pg_class c"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
                    + " AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'";

    static final String READABLE =
            "SELECT pg_catalog.count(*)"
                    + RELATIONS
                    + " AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')"
                    + " AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')";

    private static final String WRITES =
            "pg_catalog.has_schema_privilege(%1$s, n.oid, 'USAGE')"
                    + " AND (pg_catalog.has_table_privilege(%1$s, c.oid,"
                    + " 'INSERT, UPDATE, DELETE, TRUNCATE')"
                    + " OR pg_catalog.has_any_column_privilege(%1$s, c.oid, 'INSERT, UPDATE'))";

    static final String WRITABLE =
            "SELECT n.nspname, c.relname"
                    + RELATIONS
                    + " AND c.relkind <> 'm' AND "
                    + someRole(WRITES)
                    + " ORDER BY n.nspname, c.relname LIMIT "
                    + Power.SUBJECTS_MAX;

    static final String WRITERS =
            membersWith("SELECT 1" + RELATIONS + " AND c.relkind <> 'm' AND " + notPublic(WRITES));

    private static final String CREATES = "pg_catalog.has_schema_privilege(%s, n.oid, 'CREATE')";

    private static final String SCHEMAS =
            " FROM pg_catalog.pg_namespace n"
                    + " WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
                    + " AND ";

    static final String CREATABLE =
            "SELECT n.nspname"
                    + SCHEMAS
                    + someRole(CREATES)
                    + " ORDER BY n.nspname LIMIT "
                    + SCHEMAS_MAX;

    static final String CREATORS = membersWith("SELECT 1" + SCHEMAS + notPublic(CREATES));

    private static final String CREATES_SCHEMAS =
            "pg_catalog.has_database_privilege(%s, d.oid, 'CREATE')";

    private static final String DATABASE =
            " FROM pg_catalog.pg_database d"
                    + " WHERE d.datname = pg_catalog.current_database() AND ";

    static final String SCHEMAS_CREATABLE = "SELECT 1" + DATABASE + someRole(CREATES_SCHEMAS);

    static final String SCHEMA_CREATORS =
            membersWith("SELECT 1" + DATABASE + notPublic(CREATES_SCHEMAS));

    /** What it owns, and under which role. */
    static final String OWNED =
            "SELECT o.what, pg_catalog.pg_get_userbyid(o.owner) FROM ("
                    + "SELECT n.nspname || '.' || c.relname, c.relowner"
                    + RELATIONS
                    + " UNION ALL SELECT 'schema ' || s.nspname, s.nspowner"
                    + " FROM pg_catalog.pg_namespace s"
                    + " UNION ALL SELECT 'database ' || d.datname, d.datdba"
                    + " FROM pg_catalog.pg_database d"
                    + " WHERE d.datname = pg_catalog.current_database()"
                    + ") AS o (what, owner)"
                    + " WHERE pg_catalog.pg_has_role(current_user, o.owner, 'MEMBER')"
                    + " ORDER BY 1 LIMIT "
                    + Power.SUBJECTS_MAX;

    private static final String RUNS = "pg_catalog.has_function_privilege(%s, p.oid, 'EXECUTE')";

    private static final String FUNCTIONS =
            " FROM pg_catalog.pg_proc p"
                    + " WHERE p.proname IN ('pg_read_file', 'pg_read_binary_file', 'pg_ls_dir',"
                    + " 'pg_stat_file', 'lo_import', 'lo_export', 'pg_file_write', 'pg_file_read')"
                    + " AND ";

    /** Functions that reach the server's files; by default nobody but a superuser has them. */
    static final String FILE_FUNCTIONS =
            "SELECT p.oid::pg_catalog.regprocedure::pg_catalog.text"
                    + FUNCTIONS
                    + someRole(RUNS)
                    + " ORDER BY 1 LIMIT "
                    + FUNCTIONS_MAX;

    static final String FILE_READERS = membersWith("SELECT 1" + FUNCTIONS + notPublic(RUNS));

    private RoleQueries() {}

    /** Whether the user, or a role that it can become, may. */
    private static String someRole(String may) {
        return "EXISTS (SELECT 1 FROM pg_catalog.pg_roles g"
                + " WHERE pg_catalog.pg_has_role(current_user, g.oid, 'MEMBER') AND "
                + may.formatted("g.oid")
                + ")";
    }

    private static String notPublic(String may) {
        return may.formatted("g.oid")
                + " AND NOT ("
                + may.formatted("'public'::pg_catalog.name")
                + ")";
    }

    /** The other roles that the user can become and that may, by more than what all may. */
    private static String membersWith(String exists) {
        return "SELECT g.rolname FROM pg_catalog.pg_roles g"
                + " WHERE g.rolname <> current_user"
                + " AND pg_catalog.pg_has_role(current_user, g.oid, 'MEMBER')"
                + " AND EXISTS ("
                + exists
                + ") ORDER BY 1 LIMIT "
                + ROLES_MAX;
    }
}
