package dev.sluice.connector.postgresql;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultColumn.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.core.Field;
import org.postgresql.core.Oid;

/** The built-in types by number; asking the database for others would cost a round trip. */
final class Types {
    private static final String OTHER = "other";
    private static final Map<Integer, String> NAMES = names();

    private Types() {}

    static List<ResultColumn> columns(Field[] fields) {
        ResultColumn[] columns = new ResultColumn[fields.length];
        for (int i = 0; i < fields.length; i++) {
            int oid = fields[i].getOID();
            columns[i] =
                    new ResultColumn(
                            fields[i].getColumnLabel(), NAMES.getOrDefault(oid, OTHER), kind(oid));
        }
        return List.of(columns);
    }

    private static Kind kind(int oid) {
        return switch (oid) {
            case Oid.BOOL -> Kind.BOOLEAN;
            case Oid.INT2, Oid.INT4, Oid.INT8 -> Kind.INTEGER;
            case Oid.FLOAT4, Oid.FLOAT8 -> Kind.FLOAT;
            default -> Kind.TEXT;
        };
    }

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        add(names, "boolean", Oid.BOOL, Oid.BOOL_ARRAY);
        add(names, "smallint", Oid.INT2, Oid.INT2_ARRAY);
        add(names, "integer", Oid.INT4, Oid.INT4_ARRAY);
        add(names, "bigint", Oid.INT8, Oid.INT8_ARRAY);
        add(names, "real", Oid.FLOAT4, Oid.FLOAT4_ARRAY);
        add(names, "double precision", Oid.FLOAT8, Oid.FLOAT8_ARRAY);
        add(names, "numeric", Oid.NUMERIC, Oid.NUMERIC_ARRAY);
        add(names, "money", Oid.MONEY, Oid.MONEY_ARRAY);
        add(names, "text", Oid.TEXT, Oid.TEXT_ARRAY);
        add(names, "character varying", Oid.VARCHAR, Oid.VARCHAR_ARRAY);
        add(names, "character", Oid.BPCHAR, Oid.BPCHAR_ARRAY);
        add(names, "\"char\"", Oid.CHAR, Oid.CHAR_ARRAY);
        add(names, "name", Oid.NAME, Oid.NAME_ARRAY);
        add(names, "bytea", Oid.BYTEA, Oid.BYTEA_ARRAY);
        add(names, "date", Oid.DATE, Oid.DATE_ARRAY);
        add(names, "time without time zone", Oid.TIME, Oid.TIME_ARRAY);
        add(names, "time with time zone", Oid.TIMETZ, Oid.TIMETZ_ARRAY);
        add(names, "timestamp without time zone", Oid.TIMESTAMP, Oid.TIMESTAMP_ARRAY);
        add(names, "timestamp with time zone", Oid.TIMESTAMPTZ, Oid.TIMESTAMPTZ_ARRAY);
        add(names, "interval", Oid.INTERVAL, Oid.INTERVAL_ARRAY);
        add(names, "uuid", Oid.UUID, Oid.UUID_ARRAY);
        add(names, "json", Oid.JSON, Oid.JSON_ARRAY);
        add(names, "jsonb", Oid.JSONB, Oid.JSONB_ARRAY);
        add(names, "xml", Oid.XML, Oid.XML_ARRAY);
        add(names, "bit", Oid.BIT, Oid.BIT_ARRAY);
        add(names, "bit varying", Oid.VARBIT, Oid.VARBIT_ARRAY);
        add(names, "point", Oid.POINT, Oid.POINT_ARRAY);
        add(names, "oid", Oid.OID, Oid.OID_ARRAY);
        names.put(Oid.INET, "inet");
        names.put(Oid.CIDR, "cidr");
        names.put(Oid.MACADDR, "macaddr");
        names.put(Oid.MACADDR8, "macaddr8");
        names.put(Oid.TSVECTOR, "tsvector");
        names.put(Oid.TSQUERY, "tsquery");
        names.put(Oid.RECORD, "record");
        return Map.copyOf(names);
    }

    private static void add(Map<Integer, String> names, String name, int oid, int array) {
        names.put(oid, name);
        names.put(array, name + "[]");
    }
}
