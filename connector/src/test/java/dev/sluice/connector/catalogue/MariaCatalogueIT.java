package dev.sluice.connector.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connector.Credential;
import dev.sluice.connector.TlsMode;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import dev.sluice.guard.MariaServer;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Catalogues of a real MariaDB. */
class MariaCatalogueIT {
    private static MariaServer server;
    private static int port;

    @BeforeAll
    static void start() throws IOException, SQLException, InterruptedException {
        server = MariaServer.start();
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            port = URI.create(connection.getMetaData().getURL().substring(5)).getPort();
            statement.execute(
                    "CREATE DATABASE shop; CREATE DATABASE other; CREATE TABLE shop.regions (code"
                        + " varchar(9) PRIMARY KEY, title text); CREATE TABLE shop.secret (id int"
                        + " PRIMARY KEY); CREATE TABLE shop.lines (id bigint unsigned, line int,"
                        + " region varchar(9), secret_id int, price decimal(12,2), total"
                        + " decimal(12,2) AS (price * 2) STORED, PRIMARY KEY (id, line), FOREIGN"
                        + " KEY (region) REFERENCES shop.regions (code), FOREIGN KEY (secret_id)"
                        + " REFERENCES shop.secret (id)); CREATE TABLE other.elsewhere (id int);"
                        + " CREATE VIEW shop.titles AS SELECT title FROM shop.regions; CREATE USER"
                        + " narrow@localhost IDENTIFIED BY 'a reader'; GRANT SELECT ON shop.regions"
                        + " TO narrow@localhost; GRANT SELECT, SHOW VIEW ON shop.titles TO"
                        + " narrow@localhost; GRANT SELECT (id, line, region, secret_id, price,"
                        + " total) ON shop.lines TO narrow@localhost; GRANT SELECT ON"
                        + " other.elsewhere TO narrow@localhost; GRANT INSERT ON shop.secret TO"
                        + " narrow@localhost");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static Schema read(String user, String password, TlsMode tls) {
        return new CatalogueSource.Maria("127.0.0.1", port, "shop", user, tls)
                .read(Credential.ofPassword(() -> Secret.takingOver(password.toCharArray())));
    }

    private static Schema.Table table(String name) {
        return read("narrow", "a reader", TlsMode.PREFER)
                .table(new TableName("shop", name))
                .orElseThrow();
    }

    @Test
    void readsWhatTheUserMaySelectInTheDatabase() {
        Schema schema = read("narrow", "a reader", TlsMode.DISABLE);

        assertThat(schema.tables().keySet())
                .extracting(TableName::toString)
                .containsExactly("shop.lines", "shop.regions", "shop.titles");
        assertThat(table("lines").columns())
                .extracting(column -> column.name() + " " + column.type())
                .containsExactly(
                        "id bigint(20) unsigned",
                        "line int(11)",
                        "region varchar(9)",
                        "secret_id int(11)",
                        "price decimal(12,2)",
                        "total decimal(12,2)");
    }

    @Test
    void readsKeysThatTellOfNoHiddenTable() {
        assertThat(table("lines").primaryKey()).containsExactly("id", "line");
        assertThat(table("lines").foreignKeys())
                .extracting(Schema.ForeignKey::references)
                .doesNotContain(new TableName("shop", "secret"));
    }

    @Test
    void readsForeignKeysForThoseWhoMaySeeThem() {
        assertThat(
                        read("root", "", TlsMode.DISABLE)
                                .table(new TableName("shop", "lines"))
                                .orElseThrow()
                                .foreignKeys())
                .containsExactlyInAnyOrder(
                        new Schema.ForeignKey(
                                List.of("region"),
                                new TableName("shop", "regions"),
                                List.of("code")),
                        new Schema.ForeignKey(
                                List.of("secret_id"),
                                new TableName("shop", "secret"),
                                List.of("id")));
    }

    @Test
    void saysWhatViewsAndGeneratedColumnsRead() {
        assertThat(table("titles").lineage().kind()).isEqualTo(Schema.Kind.VIEW);
        assertThat(table("titles").lineage().reads())
                .singleElement()
                .asString()
                .contains("`regions`");
        assertThat(table("lines").columns().getLast().generated()).contains("`price` * 2");
        assertThat(table("lines").lineage()).isEqualTo(Schema.Lineage.PLAIN);
    }

    @Test
    void aFailureSaysWhyInWordsOfOurOwn() {
        SluiceException login =
                catchThrowableOfType(
                        SluiceException.class, () -> read("narrow", "wrong", TlsMode.DISABLE));
        SluiceException plain =
                catchThrowableOfType(
                        SluiceException.class,
                        () -> read("narrow", "a reader", TlsMode.VERIFY_FULL));

        assertThat(login.code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
        assertThat(login).hasMessage("The database refused the login.").hasNoCause();
        assertThat(plain.code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
        assertThat(plain).hasMessageContaining("cannot be reached");
    }
}
