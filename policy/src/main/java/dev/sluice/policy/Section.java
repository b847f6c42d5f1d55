package dev.sluice.policy;

import dev.sluice.core.SluiceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** A value of the file with the path that leads to it; every reading of it is strict. */
record Section(String path, YamlNode node) {
    static final int TEXT_CHARACTERS_MAX = 16_384;
    static final int NAME_CHARACTERS_MAX = 256;

    Place place() {
        return node.place();
    }

    /** A value under its key, with the key's own place. */
    record Keyed(YamlNode.Scalar key, Section value) {
        String name() {
            return key.text();
        }

        SluiceException problem(String message) {
            return PolicyProblem.at(key.place(), value.path(), message).asException();
        }
    }

    /**
     * The values of a mapping whose keys are fixed.
     *
     * @param known the keys that may be there
     * @param unsupported keys of the documented format that this version does not enforce
     */
    Map<String, Section> fields(List<String> known, List<String> unsupported) {
        Map<String, Section> fields = new LinkedHashMap<>();
        for (Keyed field : entries().values()) {
            if (unsupported.contains(field.name())) {
                throw field.problem(
                        "'"
                                + field.name()
                                + "' is not supported by this version and would have no effect;"
                                + " remove it.");
            }
            if (!known.contains(field.name())) {
                throw PolicyProblem.unknown(
                                field.key().place(),
                                field.value().path(),
                                "'"
                                        + Shown.name(field.name())
                                        + "' is no key here; known are "
                                        + String.join(", ", known)
                                        + ".",
                                known,
                                field.name())
                        .asException();
            }
            fields.put(field.name(), field.value());
        }
        return fields;
    }

    /** The values of a mapping whose keys are names of the author's choice. */
    SequencedMap<String, Keyed> entries() {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            throw problem("a mapping (key: value) is expected here, not " + node.kind() + ".");
        }
        SequencedMap<String, Keyed> entries = new LinkedHashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            String below = path.isEmpty() ? Shown.name(key) : path + "." + Shown.name(key);
            entries.put(key, new Keyed(entry.key(), new Section(below, entry.value())));
        }
        return entries;
    }

    List<Section> items() {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            throw problem("a list is expected here, not " + node.kind() + ".");
        }
        List<Section> items = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            items.add(new Section(path + "[" + items.size() + "]", item));
        }
        return items;
    }

    /** Texts of a list, each with its place, none of them twice, none of them empty. */
    List<PlacedName> names() {
        SequencedMap<String, PlacedName> names = new LinkedHashMap<>();
        for (Section item : items()) {
            PlacedName name = item.name();
            if (names.put(name.text(), name) != null) {
                throw item.problem("'" + Shown.name(name.text()) + "' is in this list twice.");
            }
        }
        return List.copyOf(names.values());
    }

    PlacedName name() {
        String text = text();
        if (text.isBlank() || text.length() > NAME_CHARACTERS_MAX || text.indexOf('\0') >= 0) {
            throw problem(
                    "a name of 1 to " + NAME_CHARACTERS_MAX + " characters is expected here.");
        }
        return new PlacedName(text, place(), path);
    }

    String text() {
        YamlNode.Scalar scalar = scalar("text");
        if (!scalar.isText()) {
            throw problem(
                    "text is expected here, not "
                            + scalar.kind()
                            + (scalar.isNothing() ? "." : "; put it in quotes if you mean text."));
        }
        if (scalar.text().length() > TEXT_CHARACTERS_MAX) {
            throw problem("the text is longer than " + TEXT_CHARACTERS_MAX + " characters.");
        }
        return scalar.text();
    }

    boolean flag() {
        YamlNode.Scalar scalar = scalar("true or false");
        String text = scalar.text();
        if (scalar.isText() || !(text.equals("true") || text.equals("false"))) {
            throw problem("true or false is expected here, without quotes.");
        }
        return text.equals("true");
    }

    /** A number or a number with a unit, as it is written. */
    YamlNode.Scalar scalar(String expected) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            throw problem(expected + " is expected here, not " + node.kind() + ".");
        }
        return scalar;
    }

    SluiceException problem(String message) {
        return PolicyProblem.at(place(), path, message).asException();
    }

    /** The value of a key that must be there. */
    Section required(Map<String, Section> fields, String key) {
        return Optional.ofNullable(fields.get(key))
                .orElseThrow(() -> problem("the key '" + key + "' is missing here."));
    }
}
