package dev.sluice.policy;

import java.util.List;
import java.util.regex.Pattern;

/** A piece of a YAML document that remembers where it stands. */
sealed interface YamlNode {
    Place place();

    /** What a person calls this kind of value. */
    String kind();

    /**
     * Text, or what looks like a number, a truth value or nothing.
     *
     * @param plain written without quotes, so that YAML's core schema decides about its type
     */
    record Scalar(Place place, String text, boolean plain) implements YamlNode {
        private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");
        private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");
        private static final Pattern NUMBER =
                Pattern.compile(
                        "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
                                + "|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
                                + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

        boolean isNothing() {
            return plain && NOTHING.matcher(text).matches();
        }

        boolean isText() {
            return !plain
                    || !(NOTHING.matcher(text).matches()
                            || TRUTH.matcher(text).matches()
                            || NUMBER.matcher(text).matches());
        }

        @Override
        public String kind() {
            if (isNothing()) {
                return "nothing";
            }
            if (isText()) {
                return "text";
            }
            return TRUTH.matcher(text).matches() ? "a truth value" : "a number";
        }
    }

    /** A list. */
    record Sequence(Place place, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys and their values, in the file's order, each key once. */
    record Mapping(Place place, List<Entry> entries) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** One key of a mapping with its value. */
    record Entry(Scalar key, YamlNode value) {}
}
