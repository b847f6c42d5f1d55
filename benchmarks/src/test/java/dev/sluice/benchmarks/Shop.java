package dev.sluice.benchmarks;

import dev.sluice.core.Limits;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import dev.sluice.guard.Guard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The tables of TPC-H under a policy: all columns, and two row filters, one with a claim. */
final class Shop {
    static final Map<String, String> CLAIMS = Map.of("user.segment", "BUILDING");

    private static final List<String> TABLES =
            List.of(
                    "region r_regionkey* r_name r_comment",
                    "nation n_nationkey* n_name n_regionkey n_comment",
                    "supplier s_suppkey* s_name s_address s_nationkey s_phone s_acctbal s_comment",
                    "customer c_custkey* c_name c_address c_nationkey c_phone c_acctbal"
                            + " c_mktsegment c_comment",
                    "part p_partkey* p_name p_mfgr p_brand p_type p_size p_container"
                            + " p_retailprice p_comment",
                    "partsupp ps_partkey* ps_suppkey* ps_availqty ps_supplycost ps_comment",
                    "orders o_orderkey* o_custkey o_orderstatus o_totalprice o_orderdate"
                            + " o_orderpriority o_clerk o_shippriority o_comment",
                    "lineitem l_orderkey* l_partkey l_suppkey l_linenumber* l_quantity"
                            + " l_extendedprice l_discount l_tax l_returnflag l_linestatus"
                            + " l_shipdate l_commitdate l_receiptdate l_shipinstruct l_shipmode"
                            + " l_comment");

    private static final Map<String, List<String>> FILTERS =
            Map.of(
                    "customer", List.of("c_mktsegment = {{user.segment}}"),
                    "orders", List.of("o_orderstatus <> 'P'"));

    private static final List<String> AMOUNTS =
            List.of("price", "bal", "cost", "tax", "discount", "quantity");

    private Shop() {}

    static Guard guard() {
        return guard("postgresql");
    }

    static Guard guard(String dialect) {
        return Guard.of(policy(dialect), schema());
    }

    static Schema schema() {
        List<Schema.Table> tables = new ArrayList<>();
        for (String line : TABLES) {
            List<Schema.Column> columns = new ArrayList<>();
            for (String name : names(line)) {
                columns.add(new Schema.Column(name, type(name)));
            }
            tables.add(new Schema.Table(name(line), columns, key(line), List.of()));
        }
        return Schema.of(tables);
    }

    static Policy policy() {
        return policy("postgresql");
    }

    static Policy policy(String dialect) {
        SequencedMap<TableName, Policy.TableRule> rules = new LinkedHashMap<>();
        for (String line : TABLES) {
            TableName table = name(line);
            List<String> filters = FILTERS.getOrDefault(table.name(), List.of());
            rules.put(table, new Policy.TableRule("", names(line), filters));
        }
        return new Policy("shop", dialect, "public", Limits.DEFAULT, rules);
    }

    private static TableName name(String line) {
        return new TableName("public", line.substring(0, line.indexOf(' ')));
    }

    // By loops alone: whatever this takes is part of what a first check takes.

    private static List<String> names(String line) {
        List<String> names = new ArrayList<>();
        for (String word : words(line)) {
            names.add(word.endsWith("*") ? word.substring(0, word.length() - 1) : word);
        }
        return names;
    }

    private static List<String> key(String line) {
        List<String> key = new ArrayList<>();
        for (String word : words(line)) {
            if (word.endsWith("*")) {
                key.add(word.substring(0, word.length() - 1));
            }
        }
        return key;
    }

    private static List<String> words(String line) {
        List<String> words = List.of(line.split(" ", -1));
        return words.subList(1, words.size());
    }

    private static String type(String column) {
        if (column.endsWith("key")) {
            return "bigint";
        }
        if (column.endsWith("date")) {
            return "date";
        }
        for (String amount : AMOUNTS) {
            if (column.endsWith(amount)) {
                return "numeric(15,2)";
            }
        }
        return "character varying(152)";
    }
}
