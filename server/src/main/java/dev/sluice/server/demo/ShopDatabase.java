package dev.sluice.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Creates the sample shop in an empty PostgreSQL database. */
final class ShopDatabase {
    private ShopDatabase() {}

    /** The sample's tables, as SQL. */
    static String tables() {
        return resource("shop.sql");
    }

    /** The sample's policy file. */
    static String policy() {
        return resource("shop-policy.yaml");
    }

    /** Creates schema {@code shop} with its rows; about 120,000 rows, a second or two. */
    static void create(Connection connection) throws SQLException {
        Map<String, StringBuilder> texts = new LinkedHashMap<>();
        new ShopRows()
                .writeTo((table, values) ->
                        line(texts.computeIfAbsent(table, t -> new StringBuilder()), values));
        try (Statement statement = connection.createStatement()) {
            statement.execute(tables());
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (Map.Entry<String, StringBuilder> table : texts.entrySet()) {
                copy.copyIn(
                        "copy shop." + table.getKey() + " from stdin",
                        new StringReader(table.getValue().toString()));
            }
            statement.execute(resource("shop-keys.sql"));
        } catch (IOException e) {
            throw new SQLException("the sample's rows could not be copied", e);
        }
    }

    /** One line of COPY's text format; the sample's values hold nothing to escape. */
    private static void line(StringBuilder text, Object... values) {
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : "\t").append(values[i]);
        }
        text.append('\n');
    }

    private static String resource(String name) {
        try (InputStream in = ShopDatabase.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the distribution lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the distribution's " + name + " cannot be read", e);
        }
    }
}
