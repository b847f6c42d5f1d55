package dev.sluice.server.mcp.content;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URI with variables, as far as it can be read backwards without a choice: the simple expansion
 * of RFC 6570 (level 1), with a reserved character after every variable but the last. Matching is
 * linear in the length of the URI.
 */
public final class UriTemplate {
    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z0-9_]{1,64})\\}");

    /** What simple expansion writes: RFC 3986's unreserved characters and percent-encoding. */
    private static final Pattern VALUE = Pattern.compile("(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})++");

    private final String text;
    private final List<String> variables = new ArrayList<>();
    private final Pattern pattern;

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException when a URI could come from two different values
     */
    public UriTemplate(String text) {
        this.text = text;
        StringBuilder expression = new StringBuilder();
        Matcher variable = VARIABLE.matcher(text);
        int end = 0;
        while (variable.find()) {
            literal(text.substring(end, variable.start()), end > 0, expression);
            if (variables.contains(variable.group(1))) {
                throw new IllegalArgumentException("a variable stands twice in " + text);
            }
            variables.add(variable.group(1));
            expression.append('(').append(VALUE.pattern()).append(')');
            end = variable.end();
        }
        if (end < text.length()) {
            literal(text.substring(end), end > 0, expression);
        }
        Uris.check(VARIABLE.matcher(text).replaceAll("x"));
        pattern = Pattern.compile(expression.toString());
    }

    private void literal(String literal, boolean afterVariable, StringBuilder expression) {
        boolean apart = !literal.isEmpty() && "/?#&=:;,@!+".indexOf(literal.charAt(0)) >= 0;
        if (literal.contains("{") || literal.contains("}") || (afterVariable && !apart)) {
            throw new IllegalArgumentException("not a template that reads one way only: " + text);
        }
        expression.append(Pattern.quote(literal));
    }

    public String text() {
        return text;
    }

    public List<String> variables() {
        return List.copyOf(variables);
    }

    /** The variables' values, decoded; empty when the URI is not of this form. */
    public Optional<Map<String, String>> match(String uri) {
        Matcher matcher = pattern.matcher(uri);
        if (uri.length() > Uris.CHARS_MAX || !matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < variables.size(); i++) {
            Optional<String> value = decoded(matcher.group(i + 1));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.put(variables.get(i), value.get());
        }
        return Optional.of(values);
    }

    private static Optional<String> decoded(String value) {
        ByteBuffer bytes = ByteBuffer.allocate(value.length());
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '%') {
                bytes.put((byte) Integer.parseInt(value, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.put((byte) value.charAt(i));
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
