package dev.sluice.connector.sqlserver;

import dev.sluice.connector.Power;
import dev.sluice.connector.Power.Kind;
import dev.sluice.connector.Probe;
import dev.sluice.connector.jdbc.JdbcCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a login really may do, whatever it was granted for. SQL Server has no read-only
 * transaction, so this is all that keeps a query from writing.
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/sql/relational-databases/security/permissions-database-engine">
 *     Permissions</a>
 */
final class RoleProbe {
    private static final String YES = "1";

    /** What connecting and reading need, or what shows no more than they do. */
    private static final Set<String> HARMLESS =
            Set.of(
                    "CONNECT",
                    "CONNECT SQL",
                    "CONNECT ANY DATABASE",
                    "SELECT",
                    "SHOWPLAN",
                    "VIEW ANY DATABASE",
                    "VIEW DEFINITION",
                    "VIEW SECURITY DEFINITION",
                    "VIEW PERFORMANCE DEFINITION",
                    "VIEW ANY COLUMN ENCRYPTION KEY DEFINITION",
                    "VIEW ANY COLUMN MASTER KEY DEFINITION");

    private static final Set<String> SHOWING_SESSIONS =
            Set.of(
                    "VIEW SERVER STATE",
                    "VIEW SERVER PERFORMANCE STATE",
                    "VIEW SERVER SECURITY STATE",
                    "VIEW DATABASE STATE",
                    "VIEW DATABASE PERFORMANCE STATE",
                    "VIEW DATABASE SECURITY STATE");

    private static final Set<String> CHANGING_ROWS = Set.of("INSERT", "UPDATE", "DELETE");

    private static final String SESSION =
            "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)),"
                + " ISNULL(IS_SRVROLEMEMBER('sysadmin'), 0), ISNULL(IS_ROLEMEMBER('db_owner'), 0),"
                + " CAST(DATABASEPROPERTYEX(DB_NAME(), 'Updateability') AS nvarchar(128)),"
                + " QUOTENAME(USER_NAME()), QUOTENAME(SUSER_SNAME()),"
                + " CAST(CONNECTIONPROPERTY('client_net_address') AS nvarchar(64))";

    private static final String PERMISSIONS =
            "SELECT permission_name, 'SERVER' FROM sys.fn_my_permissions(NULL, 'SERVER')"
                    + " UNION ALL SELECT permission_name, 'DATABASE'"
                    + " FROM sys.fn_my_permissions(NULL, 'DATABASE') ORDER BY 2, 1";

    private static final String OTHER_DATABASES =
            "SELECT TOP (20) name FROM sys.databases WHERE HAS_DBACCESS(name) = 1"
                    + " AND name NOT IN (DB_NAME(), N'master', N'tempdb', N'msdb') ORDER BY name";

    private static final String LINKED_SERVERS =
            "SELECT TOP (20) name FROM sys.servers WHERE is_linked = 1 ORDER BY name";

    private static final String WRITABLE =
            "SELECT TOP ("
                    + Power.SUBJECTS_MAX
                    + ") s.name, o.name, "
                    + SchemaReader.QUALIFIED
                    + SchemaReader.OWN
                    + " AND (HAS_PERMS_BY_NAME("
                    + SchemaReader.QUALIFIED
                    + ", 'OBJECT', 'INSERT') = 1 OR HAS_PERMS_BY_NAME("
                    + SchemaReader.QUALIFIED
                    + ", 'OBJECT', 'UPDATE') = 1 OR HAS_PERMS_BY_NAME("
                    + SchemaReader.QUALIFIED
                    + ", 'OBJECT', 'DELETE') = 1 OR HAS_PERMS_BY_NAME("
                    + SchemaReader.QUALIFIED
                    + ", 'OBJECT', 'ALTER') = 1) ORDER BY s.name, o.name";

    private static final String READABLE =
            "SELECT COUNT(*)"
                    + SchemaReader.OWN
                    + " AND (HAS_PERMS_BY_NAME("
                    + SchemaReader.QUALIFIED
                    + ", 'OBJECT', 'SELECT') = 1 OR EXISTS (SELECT 1 FROM sys.columns c"
                    + " WHERE c.object_id = o.object_id AND HAS_PERMS_BY_NAME("
                    + SchemaReader.QUALIFIED
                    + ", 'OBJECT', 'SELECT', c.name, 'COLUMN') = 1))";

    private static final int PERMISSIONS_MAX = 1_000;

    private final JdbcCatalog<TdsLink> catalog;
    private final List<String> session;
    private final String user;
    private final List<Power> powers = new ArrayList<>();
    private boolean plansShown;

    private RoleProbe(JdbcCatalog<TdsLink> catalog) {
        this.catalog = catalog;
        this.session = catalog.rows(SESSION, 1).getFirst();
        this.user = session.get(4);
    }

    /**
     * @param encrypted whether the connection is
     */
    static Probe run(JdbcCatalog<TdsLink> catalog, Edition edition, boolean encrypted) {
        return new RoleProbe(catalog).run(edition, encrypted);
    }

    private Probe run(Edition edition, boolean encrypted) {
        if (session.get(1).equals(YES) || session.get(2).equals(YES)) {
            superuser();
        }
        permissions();
        writable();
        return new Probe(
                session.getFirst(),
                session.get(6),
                encrypted,
                session.get(3).equals("READ_ONLY"),
                powers,
                edition == Edition.SQL_SERVER ? warnings() : List.of(),
                Integer.parseInt(catalog.rows(READABLE, 1).getFirst().getFirst()));
    }

    private void superuser() {
        List<String> remedy = new ArrayList<>();
        if (session.get(1).equals(YES)) {
            remedy.add("ALTER SERVER ROLE [sysadmin] DROP MEMBER " + session.get(5));
        }
        if (session.get(2).equals(YES)) {
            remedy.add("ALTER ROLE [db_owner] DROP MEMBER " + user);
        }
        powers.add(new Power(Kind.SUPERUSER, List.of(), remedy));
    }

    private void permissions() {
        for (Kind kind :
                List.of(
                        Kind.MANAGE_ROLES,
                        Kind.PROGRAMS,
                        Kind.FILES,
                        Kind.ADMINISTER,
                        Kind.CREATE,
                        Kind.OTHER_SESSIONS)) {
            List<String> subjects = new ArrayList<>();
            List<String> remedy = new ArrayList<>();
            for (List<String> row : catalog.rows(PERMISSIONS, PERMISSIONS_MAX)) {
                String permission = row.get(0);
                boolean server = row.get(1).equals("SERVER");
                plansShown |= permission.equals("SHOWPLAN");
                if (kindOf(permission) == kind && subjects.size() < Power.SUBJECTS_MAX) {
                    subjects.add(permission);
                    remedy.add(
                            "REVOKE " + permission + " FROM " + (server ? session.get(5) : user));
                }
            }
            if (!subjects.isEmpty()) {
                powers.add(new Power(kind, subjects, remedy));
            }
        }
    }

    /** Null for what is harmless, or is told table by table. */
    private static @Nullable Kind kindOf(String permission) {
        if (HARMLESS.contains(permission) || CHANGING_ROWS.contains(permission)) {
            return null;
        }
        if (SHOWING_SESSIONS.contains(permission)) {
            return Kind.OTHER_SESSIONS;
        }
        if (permission.contains("BULK") || permission.startsWith("BACKUP")) {
            return Kind.FILES;
        }
        if (permission.contains("ASSEMBLY") || permission.startsWith("EXECUTE")) {
            return Kind.PROGRAMS;
        }
        if (permission.startsWith("CREATE")) {
            return Kind.CREATE;
        }
        return permission.startsWith("IMPERSONATE")
                        || permission.startsWith("TAKE OWNERSHIP")
                        || permission.contains("ROLE")
                        || permission.contains("LOGIN")
                        || permission.contains("USER")
                ? Kind.MANAGE_ROLES
                : Kind.ADMINISTER;
    }

    private void writable() {
        List<String> subjects = new ArrayList<>();
        List<String> remedy = new ArrayList<>();
        for (List<String> row : catalog.rows(WRITABLE, Power.SUBJECTS_MAX)) {
            subjects.add(row.get(0) + "." + row.get(1));
            remedy.add(
                    "DENY INSERT, UPDATE, DELETE, ALTER ON OBJECT::" + row.get(2) + " TO " + user);
        }
        if (!subjects.isEmpty()) {
            powers.add(new Power(Kind.WRITE, subjects, remedy));
        }
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        warn(OTHER_DATABASES, "The login may enter other databases: ", warnings);
        warn(LINKED_SERVERS, "The server is linked to others: ", warnings);
        if (!plansShown) {
            warnings.add(
                    "The login may not see plans, so that no query can be estimated and none will"
                            + " run: GRANT SHOWPLAN TO "
                            + user
                            + ".");
        }
        return warnings;
    }

    private void warn(String sql, String sentence, List<String> warnings) {
        List<String> found = catalog.rows(sql, 20).stream().map(List::getFirst).toList();
        if (!found.isEmpty()) {
            warnings.add(sentence + String.join(", ", found) + ".");
        }
    }
}
