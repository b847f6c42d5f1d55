package dev.sluice.guard.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of SQL/JSON's own grammar (ISO/IEC 9075-2, "JSON constructors" and following). */
public final class Json {
    private Json() {}

    /** {@code FORMAT JSON}, with the encoding of the bytes where it is stated. */
    public record Format(@Nullable String encoding) {}

    /** A value; with a format, a text that holds JSON. */
    public record Value(Expression value, @Nullable Format format) {}

    /** {@code RETURNING type}. */
    public record Output(TypeName type, @Nullable Format format) {}

    /** An element, or with a key a member. */
    public record Member(@Nullable Expression key, Value value) {}

    /** What becomes of members and elements that are null. */
    public enum Nulls {
        UNSTATED,
        NULL,
        ABSENT
    }

    /** What is built or converted. */
    public enum Construct {
        JSON("json"),
        SCALAR("json_scalar"),
        SERIALIZE("json_serialize"),
        OBJECT("json_object"),
        ARRAY("json_array"),
        OBJECT_AGGREGATE("json_objectagg"),
        ARRAY_AGGREGATE("json_arrayagg");

        private final String word;

        Construct(String word) {
            this.word = word;
        }

        /** Its keyword, which also names a column of it without an alias. */
        public String word() {
            return word;
        }

        public boolean aggregates() {
            return this == OBJECT_AGGREGATE || this == ARRAY_AGGREGATE;
        }
    }

    /** Where to look, along which path, with which variables. */
    public record Search(Value context, Expression path, List<Passing> passing) {}

    /** {@code value AS name}. */
    public record Passing(Value value, String name) {}

    /** What a search yields. */
    public enum Lookup {
        EXISTS("json_exists"),
        QUERY("json_query"),
        VALUE("json_value");

        private final String word;

        Lookup(String word) {
            this.word = word;
        }

        /** Its keyword, which also names a column of it without an alias. */
        public String word() {
            return word;
        }
    }

    /** How a search's result is handed over; parts that are not stated are null or unstated. */
    public record Handling(
            Wrapper wrapper,
            Quotes quotes,
            @Nullable Behavior onEmpty,
            @Nullable Behavior onError) {}

    public enum Wrapper {
        UNSTATED,
        NONE,
        CONDITIONAL,
        UNCONDITIONAL
    }

    public enum Quotes {
        UNSTATED,
        KEEP,
        OMIT
    }

    /** {@code otherwise} is the value of {@link Instead#DEFAULT}, null for the others. */
    public record Behavior(Instead instead, @Nullable Expression otherwise) {}

    /** What stands in when nothing is found, or a search fails. */
    public enum Instead {
        ERROR("ERROR"),
        NULL("NULL"),
        TRUE("TRUE"),
        FALSE("FALSE"),
        UNKNOWN("UNKNOWN"),
        EMPTY("EMPTY"),
        EMPTY_ARRAY("EMPTY ARRAY"),
        EMPTY_OBJECT("EMPTY OBJECT"),
        DEFAULT("DEFAULT");

        private final String words;

        Instead(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** What {@code IS JSON} asks for. */
    public enum Kind {
        ANY,
        OBJECT,
        ARRAY,
        SCALAR
    }

    /** A column, or several, of {@code JSON_TABLE}. */
    public sealed interface Column {

        /** {@code name FOR ORDINALITY}. */
        record Ordinality(String name) implements Column {}

        /** A value; without a path, the member that is called like the column. */
        record Found(
                String name,
                TypeName type,
                @Nullable Format format,
                @Nullable String path,
                Handling handling)
                implements Column {}

        /** Whether there is something along the path. */
        record Exists(String name, TypeName type, @Nullable String path, @Nullable Behavior onError)
                implements Column {}

        /** Rows of their own for what is found along the path. */
        record Nested(String path, @Nullable String pathName, List<Column> columns)
                implements Column {}
    }
}
