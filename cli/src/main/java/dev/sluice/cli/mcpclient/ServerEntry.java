package dev.sluice.cli.mcpclient;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One server in a client's configuration: text in, text out; whatever else is there stays. */
public sealed interface ServerEntry {
    /**
     * The configuration with this server under a name, in place of one of that name.
     *
     * @param before the file's text, empty when there is none
     * @throws UnsureException when it cannot be changed without risk
     */
    String into(String before, String name);

    /** What a person would add by hand. */
    String snippet(String name);

    /** The file is not in a form that we change; the message says why. */
    final class UnsureException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnsureException(String message) {
            super(message);
        }
    }

    /**
     * A member of an object in a JSON file. A file with comments is left alone: they would be lost.
     *
     * @param parent the object that holds all servers
     * @param members of the server
     */
    record InJson(String parent, Map<String, Object> members) implements ServerEntry {
        private static final JsonMapper MAPPER =
                JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                        .defaultPrettyPrinter(
                                new DefaultPrettyPrinter()
                                        .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                                        .withArrayIndenter(new DefaultIndenter("  ", "\n")))
                        .build();

        public InJson {
            members = Map.copyOf(members);
        }

        @Override
        public String into(String before, String name) {
            ObjectNode root = before.isBlank() ? MAPPER.createObjectNode() : parsed(before);
            JsonNode servers = root.path(parent);
            if (servers.isMissingNode()) {
                root.putObject(parent);
            } else if (!servers.isObject()) {
                throw new UnsureException("its member '" + parent + "' is no object");
            }
            ((ObjectNode) root.get(parent)).set(name, server());
            return MAPPER.writeValueAsString(root) + "\n";
        }

        private static ObjectNode parsed(String text) {
            try {
                if (MAPPER.readTree(text) instanceof ObjectNode root) {
                    return root;
                }
                throw new UnsureException("it is no JSON object");
            } catch (JacksonException e) {
                throw new UnsureException("it is not plain JSON; comments would be lost");
            }
        }

        @Override
        public String snippet(String name) {
            ObjectNode root = MAPPER.createObjectNode();
            root.putObject(parent).set(name, server());
            return MAPPER.writeValueAsString(root);
        }

        private JsonNode server() {
            return MAPPER.valueToTree(new TreeMap<>(members));
        }
    }

    /**
     * A table in a TOML file. The lines of other tables stay as they are.
     *
     * @param parent the table that holds all servers
     */
    record InToml(String parent, String url) implements ServerEntry {
        @Override
        public String into(String before, String name) {
            TomlParseResult old = parsed(before);
            String without = exists(old, name) ? cut(before, name) : before;
            String text =
                    without.isBlank()
                            ? snippet(name) + "\n"
                            : without.stripTrailing() + "\n\n" + snippet(name) + "\n";
            TomlParseResult now = parsed(text);
            if (!others(old, name).equals(others(now, name))) {
                throw new UnsureException("'" + name + "' is not a table of its own in it");
            }
            return text;
        }

        @Override
        public String snippet(String name) {
            return "[%s.%s]%nurl = \"%s\"".formatted(parent, name, url).replace("\r", "");
        }

        private static TomlParseResult parsed(String text) {
            TomlParseResult toml = Toml.parse(text);
            if (toml.hasErrors()) {
                throw new UnsureException("it is no TOML that can be read");
            }
            return toml;
        }

        private boolean exists(TomlParseResult toml, String name) {
            return switch (toml.get(List.of(parent))) {
                case null -> false;
                case TomlTable servers -> servers.contains(List.of(name));
                default -> throw new UnsureException("'" + parent + "' is no table in it");
            };
        }

        /** Without the lines from the table's header to the next header. */
        private String cut(String text, String name) {
            String header = "[" + parent + "." + name + "]";
            boolean found = false;
            boolean ours = false;
            StringBuilder kept = new StringBuilder();
            for (String line : text.split("\n", -1)) {
                if (line.startsWith("[")) {
                    ours = line.startsWith(header);
                    found |= ours;
                }
                if (!ours) {
                    kept.append(line).append('\n');
                }
            }
            if (!found) {
                throw new UnsureException("'" + name + "' is not a table of its own in it");
            }
            return kept.toString();
        }

        /** Everything but our table, as comparable text. */
        private Map<String, String> others(TomlParseResult toml, String name) {
            Map<String, String> all = new TreeMap<>();
            for (String key : toml.dottedKeySet(false)) {
                if (!key.startsWith(parent + "." + name + ".")) {
                    Object value = toml.get(key);
                    all.put(
                            key,
                            value instanceof TomlArray array
                                    ? array.toJson()
                                    : Objects.toString(value));
                }
            }
            return all;
        }
    }
}
