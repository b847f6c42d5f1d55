package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.Deployment;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.store.Transactions;
import dev.sluice.systemtests.mcp.ProductServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A tenant is suspended, taken back, exported, and in the end gone without a trace. */
class TenantLifeIT {
    private static final String QUESTION = "SELECT count(*) AS n FROM orders";

    private static ProductServer product;

    @BeforeAll
    static void start() {
        product = new ProductServer();
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    private static Deployment deployment() {
        return product.demo().server().deployment();
    }

    @Test
    void aSuspendedTenantIsRefusedAtTheNextRequestEverywhere() throws Exception {
        TenantId tenant = product.demo().tenant().id();
        String query = product.newToken("query");
        String admin = product.newToken("admin");
        try (McpCaller caller = new McpCaller(product.mcp(), query)) {
            for (int round = 0; round < 6; round++) {
                assertThat(caller.run(QUESTION).statusCode()).isEqualTo(200);
                assertThat(caller.listTools().statusCode()).isEqualTo(200);
                assertThat(policy(admin)).isEqualTo(200);

                assertThat(deployment().tenantLife().suspend(tenant, Actor.OPERATOR)).isTrue();
                assertThat(
                                (round % 2 == 0 ? caller.run(QUESTION) : caller.listTools())
                                        .statusCode())
                        .isEqualTo(401);
                assertThat(caller.run(QUESTION).statusCode()).isEqualTo(401);
                assertThat(policy(admin)).isEqualTo(401);
                assertThat(product.newToken("query")).as("a new token").isEmpty();

                assertThat(deployment().tenantLife().resume(tenant, Actor.OPERATOR)).isTrue();
                assertThat(deployment().store().purgeTenant(tenant, Instant.now(), _ -> true))
                        .as("destroyed although taken back")
                        .isFalse();
            }
            assertThat(caller.run(QUESTION).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anExportHoldsEverythingButSecrets() throws Exception {
        TenantId tenant = product.demo().tenant().id();
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        deployment().export().tenant(tenant, Actor.OPERATOR, archive);

        Map<String, String> files = unpacked(archive.toByteArray());
        assertThat(files.get("warehouse_policies.jsonl")).contains("exposed_columns");
        assertThat(files.get("warehouse_connections.jsonl"))
                .contains("\"name\":\"shop\"")
                .doesNotContain("sealed");
        assertThat(files.get("oauth_clients.jsonl"))
                .contains(product.clientId())
                .doesNotContain("secret_hash", product.clientSecret());
        assertThat(files.get("audit_log.jsonl")).contains("client.created");
        assertThat(String.join("", files.values())).doesNotContain("\\\\x");
    }

    @Test
    void aDeletedTenantIsGoneWithItsSchemaItsRoleItsKeysAndAllRows() throws Exception {
        TenantId doomed = new TenantId("undone");
        assertThat(deployment().createTenant(doomed, Actor.OPERATOR)).isTrue();
        Clients.Created client =
                deployment().identity().clients().create(doomed, "ci", Set.of("query"));
        client.secret().close();
        deployment().identity().setupLinks().create(doomed).close();
        deployment().tenants().of(doomed).currentState();
        assertThat(places("undone")).contains("oauth_clients.tenant", "setup_links.tenant");

        assertThat(deployment().tenantLife().delete(doomed, Actor.OPERATOR)).isTrue();
        deployment().purge(Duration.ofDays(30));
        assertThat(deployment().tenantLife().find(doomed)).isPresent();
        deployment().purge(Duration.ZERO);

        assertThat(deployment().tenantLife().find(doomed)).isEmpty();
        assertThat(places("undone"))
                .containsExactlyInAnyOrder("audit_log.subject", "purged_tenants.id");
        assertThat(count("select count(*) from pg_roles where rolname = 'sluice_tenant_undone'"))
                .isZero();
        assertThat(count("select count(*) from pg_namespace where nspname = 'tenant_undone'"))
                .isZero();
        assertThat(deployment().tenants().areRecorded()).isTrue();
        assertThatThrownBy(() -> deployment().createTenant(doomed, Actor.OPERATOR))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("cannot be used again");
    }

    /** Every column of the deployment's schema in which a row holds the text. */
    private static Set<String> places(String text) {
        return Transactions.inTransaction(
                deployment().store().deployment(),
                connection -> {
                    Set<String> found = new TreeSet<>();
                    try (var columns =
                                    connection
                                            .createStatement()
                                            .executeQuery(
                                                    "select table_name, column_name from"
                                                            + " information_schema.columns where"
                                                            + " table_schema = 'sluice' and"
                                                            + " data_type = 'text'");
                            var statement = connection.createStatement()) {
                        while (columns.next()) {
                            String table = columns.getString(1);
                            String column = columns.getString(2);
                            try (var hit =
                                    statement.executeQuery(
                                            "select 1 from sluice.%s where %s = '%s' limit 1"
                                                    .formatted(table, column, text))) {
                                if (hit.next()) {
                                    found.add(table + "." + column);
                                }
                            }
                        }
                    }
                    return found;
                });
    }

    private static long count(String sql) {
        return Transactions.inTransaction(
                deployment().store().deployment(),
                connection -> {
                    try (var statement = connection.createStatement();
                            var row = statement.executeQuery(sql)) {
                        row.next();
                        return row.getLong(1);
                    }
                });
    }

    private static int policy(String token) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(product.url() + "/api/v1/policy"))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static Map<String, String> unpacked(byte[] archive) throws Exception {
        Map<String, String> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
