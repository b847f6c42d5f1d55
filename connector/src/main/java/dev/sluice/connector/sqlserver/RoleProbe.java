package dev.sluice.connector.sqlserver;

import dev.sluice.connector.Probe;
import dev.sluice.connector.jdbc.JdbcCatalog;
import java.util.ArrayList;
import java.util.List;

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
    private static final int LISTED_MAX = 20;
    private static final int ROWS_MAX = 100;

    private static final String ROLE =
            "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)),"
                    + " ISNULL(IS_SRVROLEMEMBER('sysadmin'), 0), ISNULL(IS_ROLEMEMBER('db_owner'), 0),"
                    + " CAST(DATABASEPROPERTYEX(DB_NAME(), 'Updateability') AS nvarchar(128))";

    private static final String SERVER_PERMISSIONS =
            "SELECT TOP (100) permission_name FROM sys.fn_my_permissions(NULL, 'SERVER')"
                    + " WHERE permission_name NOT IN ('CONNECT SQL', 'VIEW ANY DATABASE',"
                    + " 'CONNECT ANY DATABASE') ORDER BY permission_name";

    private static final String DATABASE_PERMISSIONS =
            "SELECT TOP (100) permission_name FROM sys.fn_my_permissions(NULL, 'DATABASE')"
                    + " WHERE permission_name NOT IN ('CONNECT', 'SELECT', 'SHOWPLAN',"
                    + " 'VIEW DEFINITION', 'VIEW DATABASE STATE',"
                    + " 'VIEW DATABASE PERFORMANCE STATE', 'VIEW ANY COLUMN ENCRYPTION KEY"
                    + " DEFINITION', 'VIEW ANY COLUMN MASTER KEY DEFINITION')"
                    + " ORDER BY permission_name";

    private static final String SHOWPLAN =
            "SELECT ISNULL(HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'SHOWPLAN'), 0)";

    private static final String OTHER_DATABASES =
            "SELECT TOP ("
                    + LISTED_MAX
                    + ") name FROM sys.databases WHERE HAS_DBACCESS(name) = 1"
                    + " AND name NOT IN (DB_NAME(), N'master', N'tempdb', N'msdb') ORDER BY name";

    private static final String LINKED_SERVERS =
            "SELECT TOP ("
                    + LISTED_MAX
                    + ") name FROM sys.servers WHERE is_linked = 1 ORDER BY name";

    private static final String WRITABLE =
            "SELECT TOP ("
                    + Probe.CAN_WRITE_MAX
                    + ") s.name + N'.' + o.name"
                    + SchemaReader.OWN
                    + " AND (HAS_PERMS_BY_NAME("
                    + SchemaReader.QUALIFIED
                    + ", 'OBJECT', 'INSERT') = 1 OR HAS_PERMS_BY_NAME("
                    + SchemaReader.QUALIFIED
                    + ", 'OBJECT', 'UPDATE', NULL, NULL) = 1 OR HAS_PERMS_BY_NAME("
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

    private RoleProbe() {}

    static Probe run(JdbcCatalog<TdsLink> catalog, Edition edition) {
        List<String> role = catalog.rows(ROLE, ROWS_MAX).getFirst();
        boolean superuser = role.get(1).equals(YES) || role.get(2).equals(YES);
        List<String> canWrite = firsts(catalog.rows(WRITABLE, ROWS_MAX));
        List<String> warnings = new ArrayList<>();
        if (superuser) {
            warnings.add(
                    "The login is sysadmin or db_owner: nothing in the database limits it. Use a"
                            + " dedicated one that may only select.");
        } else {
            warnAboutPower(catalog, warnings);
        }
        if (!canWrite.isEmpty()) {
            warnings.add("The login may change tables. Grant it SELECT only.");
        }
        if (edition == Edition.SQL_SERVER) {
            warn(catalog, OTHER_DATABASES, "The login may enter other databases: ", warnings);
            warn(catalog, LINKED_SERVERS, "The server is linked to others: ", warnings);
            if (!superuser && !catalog.rows(SHOWPLAN, ROWS_MAX).getFirst().getFirst().equals(YES)) {
                warnings.add(
                        "The login may not see plans, so that no query can be estimated and none"
                                + " will run: GRANT SHOWPLAN to its user.");
            }
        }
        return new Probe(
                role.getFirst(),
                superuser,
                role.get(3).equals("READ_ONLY"),
                canWrite,
                warnings,
                Integer.parseInt(catalog.rows(READABLE, ROWS_MAX).getFirst().getFirst()));
    }

    private static void warnAboutPower(JdbcCatalog<TdsLink> catalog, List<String> warnings)
            {
        warn(catalog, SERVER_PERMISSIONS, "The login has permissions on the server: ", warnings);
        warn(
                catalog,
                DATABASE_PERMISSIONS,
                "The login has permissions beyond reading: ",
                warnings);
    }

    private static void warn(JdbcCatalog<TdsLink> catalog, String sql, String sentence, List<String> warnings)
            {
        List<String> found = firsts(catalog.rows(sql, ROWS_MAX));
        if (!found.isEmpty()) {
            List<String> listed = found.subList(0, Math.min(found.size(), LISTED_MAX));
            warnings.add(sentence + String.join(", ", listed) + ".");
        }
    }

    private static List<String> firsts(List<List<String>> rows) {
        return rows.stream().map(List::getFirst).toList();
    }
}
