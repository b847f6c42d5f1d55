package dev.sluice.guard.proof;

import dev.sluice.guard.proof.Flavor.Feature;
import java.util.ArrayList;
import java.util.List;

/** Puts a query inside others. */
final class Wrapping {
    private Wrapping() {}

    static List<String> of(String sql, Flavor flavor) {
        List<String> wrapped = new ArrayList<>();
        wrapped.add("WITH wrapped AS ( %s ) SELECT * FROM wrapped".formatted(sql));
        wrapped.add("SELECT outside.* FROM ( %s ) AS outside".formatted(sql));
        wrapped.add("( %s ) UNION ALL ( %s )".formatted(sql, sql));
        wrapped.add("SELECT 1 AS one WHERE EXISTS ( %s )".formatted(sql));
        wrapped.add(
                "SELECT b.id , ( SELECT count( * ) FROM ( %s ) AS x ) AS n FROM books AS b"
                        .formatted(sql));
        if (flavor.has(Feature.LATERAL)) {
            wrapped.add(
                    "SELECT b.title , s.* FROM books AS b , LATERAL ( %s ) AS s WHERE b.id < 4"
                            .formatted(sql));
        }
        return wrapped;
    }
}
