package dev.sluice.connector.mysql;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads {@code EXPLAIN FORMAT=JSON} of both engines, as far as it says how many rows are read.
 *
 * <p>The tables of a nested loop come in the order in which they are joined: each is read once for
 * every row that those before it leave. One that is read from the start to the end each time is so
 * from memory, and counts once. The names in a plan are the query's aliases, not the tables'.
 *
 * @see <a
 *     href="https://mariadb.com/docs/server/reference/sql-statements/administrative-sql-statements/analyze-and-explain-statements/explain-format-json">
 *     MariaDB</a>
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/explain.html">MySQL</a>
 */
final class PlanCost {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    /** Deeper than any plan of a text that the guard lets through. */
    private static final int DEPTH_MAX = 500;

    private final JsonParser parser;
    private double rowsRead;
    private double rowsJoined;
    private int depth;

    private PlanCost(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * What a plan says.
     *
     * @param read rows that are read from tables
     * @param joined rows that are looked at, as often as they are
     */
    record Rows(double read, double joined) {}

    /**
     * The rows of a plan.
     *
     * @throws IllegalArgumentException when the text is no plan
     */
    static Rows of(String json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no plan");
            }
            PlanCost cost = new PlanCost(parser);
            cost.object(1);
            return new Rows(cost.rowsRead, cost.rowsJoined);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no plan", e);
        }
    }

    /**
     * Reads an object of any kind.
     *
     * @param outer how often what is in it is run
     * @return the rows that it leaves for what is joined to it
     */
    private double object(double outer) {
        if (++depth > DEPTH_MAX) {
            throw new IllegalArgumentException("no plan");
        }
        double left = outer;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                left = name.equals("table") ? table(left) : inner(name, left);
            } else if (value == JsonToken.START_ARRAY) {
                left = array(name, left);
            }
        }
        depth--;
        return left;
    }

    /** A query of its own starts with one row; what merely wraps a table goes on with it. */
    private double inner(String name, double outer) {
        if (name.equals("query_block")) {
            object(1);
            return outer;
        }
        return object(outer);
    }

    private double array(String name, double outer) {
        boolean joins = name.equals("nested_loop");
        double left = outer;
        JsonToken value = parser.nextToken();
        while (value != JsonToken.END_ARRAY) {
            if (value == JsonToken.START_OBJECT) {
                double after = object(joins ? left : outer);
                left = joins ? after : left;
            } else if (value == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else if (value == null) {
                throw new IllegalArgumentException("no plan");
            }
            value = parser.nextToken();
        }
        return left;
    }

    private double table(double outer) {
        double rows = 1;
        double filtered = 100;
        @Nullable String access = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                object(1);
            } else if (value == JsonToken.START_ARRAY) {
                array(name, 1);
            } else if (name.equals("rows") || name.equals("rows_examined_per_scan")) {
                rows = number();
            } else if (name.equals("filtered")) {
                filtered = number();
            } else if (name.equals("access_type")) {
                access = parser.getString();
            }
        }
        boolean whole = "ALL".equals(access) || "index".equals(access);
        rowsRead += whole ? rows : rows * outer;
        rowsJoined += rows * outer;
        return Math.max(1, rows * outer * Math.clamp(filtered / 100, 0, 1));
    }

    /** MySQL writes some numbers as texts. */
    private double number() {
        try {
            double number = Double.parseDouble(parser.getString());
            return Double.isFinite(number) && number > 0 ? number : 0;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no plan", e);
        }
    }
}
