package dev.sluice.systemtests;

import dev.sluice.server.Deployment;
import dev.sluice.server.store.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What stands in the store, whoever it belongs to. */
record Rows(Deployment deployment) {
    /** The first column of each row, as text. */
    List<String> of(String sql) {
        return Transactions.inTransaction(
                deployment.store().deployment(),
                connection -> {
                    try (var statement = connection.createStatement();
                            var rows = statement.executeQuery(sql)) {
                        List<String> found = new ArrayList<>();
                        while (rows.next()) {
                            found.add(rows.getString(1));
                        }
                        return found;
                    }
                });
    }

    void execute(String sql) {
        Transactions.inTransaction(
                deployment.store().deployment(),
                connection -> {
                    try (var statement = connection.createStatement()) {
                        return statement.execute(sql);
                    }
                });
    }

    /** A digest of each table of the schema, by name. */
    SortedMap<String, String> digests(String schema) {
        SortedMap<String, String> digests = new TreeMap<>();
        for (String table :
                of(
                        "select table_name from information_schema.tables where table_schema = '"
                                + schema
                                + "' and table_name not like 'flyway%'")) {
            digests.put(table, digest("%s.%s".formatted(schema, table), "true"));
        }
        return digests;
    }

    /** A digest of the rows that the condition holds for. */
    String digest(String table, String condition) {
        return of("select md5(coalesce(string_agg(t::text, ';' order by t::text), ''))"
                        + " from "
                        + table
                        + " t where "
                        + condition)
                .getFirst();
    }
}
