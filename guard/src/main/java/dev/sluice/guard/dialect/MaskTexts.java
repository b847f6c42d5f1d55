package dev.sluice.guard.dialect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a dialect writes masks: texts in the dialect itself, in which a few names stand for the
 * column, keys and numbers. Read when a policy first masks something, not with the dialect.
 *
 * @param texts by kind and type, {@code hash} or {@code year date}
 */
public record MaskTexts(Map<String, String> texts) {
    private static final Map<String, MaskTexts> READ = new ConcurrentHashMap<>();
    private static final String INCLUDE = "include";
    private static final String SIGN = ":=";

    public MaskTexts {
        texts = Map.copyOf(texts);
    }

    /** Of the dialect of this name; one without any has an empty map. */
    public static MaskTexts of(Dialect dialect) {
        return READ.computeIfAbsent(dialect.name(), MaskTexts::read);
    }

    /** What is written for the kind whatever the type is, or for the kind and this type. */
    public Optional<String> find(String kind, String type) {
        String text = texts.get(kind);
        return Optional.ofNullable(text == null ? texts.get(kind + " " + type) : text);
    }

    private static MaskTexts read(String dialect) {
        Map<String, String> texts = new HashMap<>();
        String path = dialect + "/masks.txt";
        if (MaskTexts.class.getResource(path) != null) {
            for (List<String> line : DialectFiles.written(path)) {
                if (line.getFirst().equals(INCLUDE)) {
                    texts.putAll(read(line.get(1)).texts());
                } else {
                    add(line, texts);
                }
            }
        }
        return new MaskTexts(texts);
    }

    private static void add(List<String> line, Map<String, String> texts) {
        int sign = line.indexOf(SIGN);
        String text = String.join(" ", line.subList(sign + 1, line.size()));
        if (sign == 1) {
            texts.put(line.getFirst(), text);
        } else {
            for (String type : line.get(1).split(",", -1)) {
                texts.put(line.getFirst() + " " + type, text);
            }
        }
    }
}
