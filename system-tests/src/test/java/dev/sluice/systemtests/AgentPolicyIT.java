package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Agency;
import dev.sluice.server.identity.Clients.Created;
import dev.sluice.server.identity.Clients.NewClient;
import dev.sluice.server.identity.Grants.Consent;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.identity.Proof;
import dev.sluice.server.store.EmbeddedPostgres;
import dev.sluice.systemtests.mcp.ProductServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person sees through an agent: what both may, on a real database, and how it is recorded.
 */
class AgentPolicyIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";
    private static final String CALLBACK = "https://app.example.org/cb";
    private static final String EMAIL = "ana@example.org";

    private static ProductServer product;
    private static HttpClient http;
    private static Bot bot;
    private static Bot stray;
    private static String person;

    private record Bot(String id, String secret) {
        Bot(String agent) {
            this(
                    product.demo()
                            .server()
                            .deployment()
                            .identity()
                            .clients()
                            .create(
                                    new NewClient(
                                            tenant(),
                                            "helpdesk",
                                            Set.of("query"),
                                            List.of(),
                                            new Agency(agent, true)),
                                    Actor.OPERATOR));
        }

        private Bot(Created created) {
            this(
                    created.client().id(),
                    new String(created.secret().reveal(), StandardCharsets.US_ASCII));
        }

        String token(Map<String, String> fields) throws Exception {
            Map<String, String> all = new HashMap<>(fields);
            all.put("client_id", id);
            all.put("client_secret", secret);
            return post(all);
        }

        String alone() throws Exception {
            return token(Map.of("grant_type", "client_credentials"));
        }

        String actingFor(String subject) throws Exception {
            return token(
                    Map.of(
                            "grant_type",
                            "urn:ietf:params:oauth:grant-type:token-exchange",
                            "subject_token",
                            subject,
                            "subject_token_type",
                            "urn:ietf:params:oauth:token-type:access_token"));
        }
    }

    @BeforeAll
    static void start() throws Exception {
        product = new ProductServer();
        http = HttpClient.newHttpClient();
        bot = new Bot("support-bot");
        stray = new Bot("nobody-knows");
        asOwner(
                "create view shop.session as select current_setting('application_name') as name",
                "grant select on shop.session to shop_agent");
        person = personsToken();
        apply(
                """
                roles:
                  analyst:
                    sources: { shop: { tables: [shop.regions, shop.customers, shop.session] } }
                    tools: [run, describe]
                  seller:
                    sources:
                      shop:
                        limits: { max_rows: 100 }
                        tables:
                          shop.orders: { row_filter: "total > 100" }
                    tools: [run]
                  bot:
                    sources:
                      shop:
                        limits: { max_rows: 7 }
                        tables:
                          shop.session: {}
                          shop.products: {}
                          shop.orders:
                            exposed_columns: [id, status, total]
                            row_filter: "status = 'shipped'"
                    tools: [run]
                bindings:
                  - { role: analyst, users: [ana@example.org, %s] }
                  - { role: seller, users: [ana@example.org] }
                agents:
                  support-bot: { role: bot, sources: [shop] }
                """
                        .formatted(product.clientId()));
    }

    @AfterAll
    static void stop() {
        http.close();
        product.close();
    }

    private static TenantId tenant() {
        return product.demo().tenant().id();
    }

    private static String post(Map<String, String> fields) throws Exception {
        String body =
                fields.entrySet().stream()
                        .map(field ->
                                field.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(URI.create(product.url() + "/oauth2/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("access_token").asString();
    }

    /** As if the person had allowed a program of theirs. */
    private static String personsToken() throws Exception {
        var identity = product.demo().server().deployment().identity();
        Account ana;
        try (Secret password = Secret.takingOver("four words make one".toCharArray())) {
            ana = identity.accounts().createOwner(tenant(), EMAIL, password);
        }
        String client =
                identity.clients()
                        .createPublic(
                                new NewClient(
                                        tenant(), "Editor", Set.of("query"), List.of(CALLBACK)),
                                Actor.OPERATOR)
                        .id();
        String challenge =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        try (Secret code =
                identity.delegation()
                        .grants()
                        .authorize(
                                new Consent(
                                        client,
                                        tenant(),
                                        ana.id(),
                                        List.of("query"),
                                        new Proof(Methods.PASSWORD, Instant.now())),
                                CALLBACK,
                                challenge)) {
            return post(
                    Map.of(
                            "grant_type",
                            "authorization_code",
                            "client_id",
                            client,
                            "code",
                            new String(code.reveal(), StandardCharsets.US_ASCII),
                            "redirect_uri",
                            CALLBACK,
                            "code_verifier",
                            VERIFIER));
        }
    }

    private static void asOwner(String... statements) throws Exception {
        try (Connection connection = shop();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static long count(String condition) throws Exception {
        try (Connection connection = shop();
                var statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select count(*) from shop.orders where " + condition)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Connection shop() throws Exception {
        EmbeddedPostgres server =
                product.demo().server().deployment().store().embedded().orElseThrow();
        Properties login = new Properties();
        login.setProperty("user", server.user());
        try (Secret password = server.password()) {
            login.setProperty("password", new String(password.reveal(), StandardCharsets.UTF_8));
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/shop", login);
    }

    /** The sources stay as the sample has them; the rest is replaced. */
    private static void apply(String rest) throws Exception {
        String inForce = JSON.readTree(api("GET", "/policy", "")).path("yaml").asString();
        String sources = inForce.substring(0, inForce.indexOf("\nroles:") + 1);
        String more =
                sources
                        + "      shop.session:\n"
                        + "        exposed_columns: [name]\n"
                        + "        accept_lineage: true\n";
        JsonNode applied = JSON.readTree(api("PUT", "/policy", more + rest));
        assertThat(applied.path("version").asLong()).as(applied.toString()).isPositive();
    }

    private static String api(String method, String path, String body) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create(product.url() + "/api/v1" + path))
                                .header("Authorization", "Bearer " + product.newToken("admin"))
                                .header("Content-Type", "application/yaml")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static JsonNode run(String token, String sql) {
        try (McpCaller caller = new McpCaller(product.mcp(), token)) {
            HttpResponse<String> answer = caller.run(sql);
            JsonNode body = JSON.readTree(answer.body());
            JsonNode structured = body.path("result").path("structuredContent");
            return structured.isMissingNode() ? body : structured;
        }
    }

    private static boolean sees(String token, String table) {
        return run(token, "SELECT count(*) AS n FROM " + table).has("rows");
    }

    @Test
    void aPersonSeesThroughAnAgentOnlyTheTablesOfBoth() throws Exception {
        String both = bot.actingFor(person);
        String alone = bot.alone();
        Map<String, List<Boolean>> seen = new HashMap<>();
        for (String table : List.of("regions", "customers", "orders", "products", "session")) {
            seen.put(table, List.of(sees(person, table), sees(alone, table), sees(both, table)));
        }

        assertThat(seen)
                .containsEntry("regions", List.of(true, false, false))
                .containsEntry("customers", List.of(true, false, false))
                .containsEntry("products", List.of(false, true, false))
                .containsEntry("orders", List.of(true, true, true))
                .containsEntry("session", List.of(true, true, true));
    }

    @Test
    void theRowFiltersOfBothHold() throws Exception {
        String question = "SELECT count(*) AS n FROM orders";
        long ofPerson = run(person, question).at("/rows/0/0").asLong();
        long ofAgent = run(bot.alone(), question).at("/rows/0/0").asLong();
        long ofBoth = run(bot.actingFor(person), question).at("/rows/0/0").asLong();

        assertThat(ofPerson).isEqualTo(count("tenant_id = 1 and total > 100"));
        assertThat(ofAgent).isEqualTo(count("tenant_id = 1 and status = 'shipped'"));
        assertThat(ofBoth)
                .isEqualTo(count("tenant_id = 1 and total > 100 and status = 'shipped'"))
                .isPositive()
                .isLessThan(ofPerson)
                .isLessThan(ofAgent);
    }

    @Test
    void theColumnsOfBothAndTheSmallerLimitHold() throws Exception {
        String both = bot.actingFor(person);

        assertThat(run(person, "SELECT order_date FROM orders").has("rows")).isTrue();
        assertThat(run(both, "SELECT order_date FROM orders").path("code").asString())
                .isEqualTo("COLUMN_NOT_ALLOW_LISTED");
        assertThat(run(both, "SELECT id FROM orders").path("rows").size()).isEqualTo(7);
        assertThat(run(person, "SELECT id FROM orders").path("rows").size()).isGreaterThan(7);
    }

    @Test
    void aPersonHasTheToolsOfBoth() throws Exception {
        assertThat(tools(person)).containsExactlyInAnyOrder("run", "describe");
        assertThat(tools(bot.actingFor(person))).containsExactly("run");
        assertThat(tools(bot.alone())).containsExactly("run");
    }

    private static List<String> tools(String token) {
        try (McpCaller caller = new McpCaller(product.mcp(), token)) {
            return JSON.readTree(caller.listTools().body())
                    .path("result")
                    .path("tools")
                    .valueStream()
                    .map(tool -> tool.path("name").asString())
                    .toList();
        }
    }

    @Test
    void anAgentThatThePolicyDoesNotHaveIsRefusedWithItsCode() throws Exception {
        for (String token : List.of(stray.alone(), stray.actingFor(person))) {
            JsonNode refused = run(token, "SELECT 1 AS one");
            assertThat(refused.toString()).contains("AGENT_UNKNOWN").contains("nobody-knows");
            try (McpCaller caller = new McpCaller(product.mcp(), token)) {
                assertThat(caller.listTools().statusCode()).isEqualTo(403);
            }
        }
    }

    @Test
    void theRecordNamesPersonClientAndAgent() throws Exception {
        String receipt =
                run(bot.actingFor(person), "SELECT count(*) AS n FROM orders")
                        .path("receipt")
                        .asString();
        ObjectNode intent = null;
        for (JsonNode row : JSON.readTree(api("GET", "/audit", "")).path("records")) {
            if (row.path("receipt").asString().equals(receipt)
                    && row.path("kind").asString().equals("intent")) {
                intent = (ObjectNode) row;
            }
        }
        assertThat(intent).isNotNull();
        assertThat(intent.path("client").asString()).isEqualTo(bot.id());
        assertThat(intent.path("agent").asString()).isEqualTo("support-bot");
        assertThat(intent.path("principal").asString()).isNotEmpty().isNotEqualTo(bot.id());
    }

    @Test
    void theDatabasesSessionNamesPersonAndAgent() throws Exception {
        JsonNode both = run(bot.actingFor(person), "SELECT name FROM session");
        JsonNode alone = run(bot.alone(), "SELECT name FROM session");

        assertThat(both.at("/rows/0/0").asString())
                .isEqualTo(
                        "sluice "
                                + both.path("receipt").asString().substring(0, 8)
                                + " ana@example.org/support-bot");
        assertThat(alone.at("/rows/0/0").asString())
                .isEqualTo(
                        "sluice "
                                + alone.path("receipt").asString().substring(0, 8)
                                + " support-bot");
    }

    @Test
    void aPolicyThatLosesTheAgentHoldsAtTheNextCall() throws Exception {
        String token = bot.actingFor(person);
        String before = JSON.readTree(api("GET", "/policy", "")).path("yaml").asString();
        assertThat(sees(token, "orders")).isTrue();
        api("PUT", "/policy", before.substring(0, before.indexOf("agents:")));
        try {
            assertThat(run(token, "SELECT count(*) AS n FROM orders").toString())
                    .contains("AGENT_UNKNOWN");
        } finally {
            api("PUT", "/policy", before);
        }
        assertThat(sees(token, "orders")).isTrue();
    }

    @Test
    void theCatalogueShowsTheAgentsAndWhatCanBeGivenToThem() throws Exception {
        JsonNode catalog = JSON.readTree(api("GET", "/admin/agents/tool-catalog", ""));
        JsonNode known = catalog.path("agents").path(0);

        assertThat(known.path("name").asString()).isEqualTo("support-bot");
        assertThat(known.path("in_policy").asBoolean()).isTrue();
        assertThat(known.path("role").asString()).isEqualTo("bot");
        assertThat(known.path("sources").toString()).isEqualTo("[\"shop\"]");
        assertThat(known.path("tools").toString()).isEqualTo("[\"run\"]");
        assertThat(known.path("clients").path(0).path("client_id").asString()).isEqualTo(bot.id());
        assertThat(known.path("clients").path(0).path("exchanges_tokens").asBoolean()).isTrue();
        JsonNode unknown = null;
        for (JsonNode agent : catalog.path("agents")) {
            unknown = agent.path("name").asString().equals("nobody-knows") ? agent : unknown;
        }
        assertThat(unknown).as(catalog.toString()).isNotNull();
        assertThat(unknown.path("in_policy").asBoolean(true)).isFalse();
        assertThat(catalog.path("tools").path(0).path("name").asString()).isEqualTo("run");
        assertThat(catalog.path("tools").path(0).path("description").asString()).contains("SELECT");
        assertThat(catalog.path("sources").path(0).path("name").asString()).isEqualTo("shop");
        assertThat(catalog.path("sources").path(0).path("connected").asBoolean()).isTrue();
        assertThat(JSON.readTree(api("GET", "/admin/agents", "")).path("agents"))
                .isEqualTo(catalog.path("agents"));
        assertThat(catalog.toString()).doesNotContain(bot.secret());
    }

    @Test
    void anAdministratorMakesAnAgentsClientAndIsWarnedOfAnUnknownOne() throws Exception {
        ObjectNode wanted =
                JSON.createObjectNode()
                        .put("name", "desk")
                        .put("agent", "support-bot")
                        .put("exchanges_tokens", true);
        wanted.putArray("scopes").add("query");
        HttpResponse<String> made = makeClient(wanted);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonNode answer = JSON.readTree(made.body());
        assertThat(answer.path("client").path("agent").asString()).isEqualTo("support-bot");
        assertThat(answer.path("client").path("exchanges_tokens").asBoolean()).isTrue();
        assertThat(answer.path("warnings").size()).isZero();
        Bot desk =
                new Bot(
                        answer.path("client").path("client_id").asString(),
                        answer.path("client_secret").asString());
        assertThat(sees(desk.actingFor(person), "orders")).isTrue();

        JsonNode odd =
                JSON.readTree(makeClient(wanted.deepCopy().put("agent", "later-bot")).body());
        assertThat(odd.path("warnings").path(0).asString()).contains("no agent 'later-bot'");
        ObjectNode administering = wanted.deepCopy();
        administering.withArray("scopes").add("admin");
        ObjectNode nameless = wanted.deepCopy();
        nameless.remove("agent");
        for (ObjectNode wrong :
                List.of(
                        administering,
                        nameless,
                        wanted.deepCopy().put("agent", "no name"),
                        wanted.deepCopy().put("has_secret", false))) {
            HttpResponse<String> refused = makeClient(wrong);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
            assertThat(refused.body()).contains("INVALID_ARGUMENT");
        }
        product.demo().server().deployment().identity().clients().list(tenant()).stream()
                .filter(client -> !client.id().equals(bot.id()) && !client.id().equals(stray.id()))
                .filter(client -> client.use().agent() != null)
                .forEach(client ->
                        product.demo()
                                .server()
                                .deployment()
                                .identity()
                                .clients()
                                .disable(tenant(), client.id(), Actor.OPERATOR));
        assertThat(error(desk)).contains("invalid_client");
    }

    private static String error(Bot ended) {
        try {
            return ended.alone();
        } catch (Exception | AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static HttpResponse<String> makeClient(ObjectNode wanted) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(product.url() + "/api/v1/admin/clients"))
                        .header("Authorization", "Bearer " + product.newToken("admin"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(wanted)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anAgentsClientIsExplainedAsTheAgent() throws Exception {
        ObjectNode asked =
                JSON.createObjectNode().put("sql", "SELECT id FROM orders").put("as", bot.id());
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(URI.create(product.url() + "/api/v1/policy/explain"))
                                .header("Authorization", "Bearer " + product.newToken("admin"))
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                JSON.writeValueAsString(asked)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        JsonNode explained = JSON.readTree(answer.body());
        assertThat(explained.path("as").asString()).as(answer.body()).contains("support-bot");
        assertThat(explained.path("decision").asString()).isEqualTo("allowed");
        assertThat(explained.at("/tables/0/row_filters").toString()).contains("shipped");
    }

    @Test
    void anotherTenantSeesNothingOfIt() throws Exception {
        TenantId other = new TenantId("other");
        var deployment = product.demo().server().deployment();
        deployment.store().createTenant(other);
        Created ops = deployment.identity().clients().create(other, "ops", Set.of("admin"));
        String token =
                new Bot(ops).token(Map.of("grant_type", "client_credentials", "scope", "admin"));
        JsonNode theirs =
                JSON.readTree(
                        http.send(
                                        HttpRequest.newBuilder(
                                                        URI.create(
                                                                product.url()
                                                                        + "/api/v1/admin/agents/"
                                                                        + "tool-catalog"))
                                                .header("Authorization", "Bearer " + token)
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .body());
        assertThat(theirs.path("agents").isArray()).as(theirs.toString()).isTrue();
        assertThat(theirs.path("agents").size()).isZero();
        assertThat(theirs.path("sources").size()).isZero();
        assertThat(theirs.path("tools").size()).isPositive();
    }

    @Test
    void theCatalogueIsForAdministratorsOnly() throws Exception {
        for (String path : List.of("/admin/agents", "/admin/agents/tool-catalog")) {
            HttpResponse<String> refused =
                    http.send(
                            HttpRequest.newBuilder(URI.create(product.url() + "/api/v1" + path))
                                    .header("Authorization", "Bearer " + bot.alone())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(403);
        }
    }
}
