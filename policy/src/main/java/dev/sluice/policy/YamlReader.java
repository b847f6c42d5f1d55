package dev.sluice.policy;

import dev.sluice.core.SluiceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML 1.2 document into nodes that know their place. Refuses what a policy has no use
 * for and attackers have: aliases, anchors, tags, merge keys, deep nesting, a second document.
 */
final class YamlReader {
    static final int BYTES_MAX = 1 << 20;
    static final int DEPTH_MAX = 16;
    static final int NODES_MAX = 200_000;

    private final Iterator<Event> events;
    private int nodes;
    private int depth;

    private YamlReader(Iterator<Event> events) {
        this.events = events;
    }

    /**
     * The document in the text.
     *
     * @throws SluiceException {@code POLICY_INVALID} with the place
     */
    static YamlNode read(String yaml) {
        if (yaml.length() > BYTES_MAX || yaml.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw problem(new Place(1, 1), "the file is larger than " + BYTES_MAX + " bytes.");
        }
        LoadSettings settings = LoadSettings.builder().setLabel("policy").build();
        try {
            return new YamlReader(new Parse(settings).parseString(yaml).iterator()).document();
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            throw problem(place(mark), "this is no YAML: " + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            throw problem(new Place(1, 1), "this is no YAML: it holds a forbidden character.");
        }
    }

    private YamlNode document() {
        next();
        Event start = next();
        if (start.getEventId() == Event.ID.StreamEnd) {
            throw problem(new Place(1, 1), "the file is empty.");
        }
        YamlNode root = node(next());
        next();
        Event after = next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            throw problem(place(after.getStartMark()), "only one document is allowed in a file.");
        }
        return root;
    }

    private YamlNode node(Event event) {
        Place place = place(event.getStartMark());
        if (++nodes > NODES_MAX) {
            throw problem(place, "the file holds more than " + NODES_MAX + " values.");
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw problem(place, "anchors and aliases are not allowed; write the value out.");
        }
        return switch (event) {
            case ScalarEvent scalar -> scalar(place, scalar);
            case CollectionStartEvent collection -> collection(place, collection);
            default -> throw problem(place, "a value is expected here.");
        };
    }

    private static YamlNode.Scalar scalar(Place place, ScalarEvent event) {
        if (event.getTag().isPresent()) {
            throw problem(place, "tags are not allowed.");
        }
        return new YamlNode.Scalar(place, event.getValue(), event.isPlain());
    }

    private YamlNode collection(Place place, CollectionStartEvent event) {
        if (event.getTag().isPresent()) {
            throw problem(place, "tags are not allowed.");
        }
        if (++depth > DEPTH_MAX) {
            throw problem(place, "the file is nested deeper than " + DEPTH_MAX + " levels.");
        }
        YamlNode read =
                event.getEventId() == Event.ID.MappingStart ? mapping(place) : sequence(place);
        depth--;
        return read;
    }

    private YamlNode sequence(Place place) {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            items.add(node(event));
        }
        return new YamlNode.Sequence(place, items);
    }

    private YamlNode mapping(Place place) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            if (!(node(event) instanceof YamlNode.Scalar key)) {
                throw problem(place(event.getStartMark()), "a key must be text.");
            }
            if (!seen.add(key.text())) {
                throw PolicyProblem.at(
                                key.place(),
                                Shown.name(key.text()),
                                "the key '" + Shown.name(key.text()) + "' is here twice.")
                        .asException();
            }
            entries.add(new YamlNode.Entry(key, node(next())));
        }
        return new YamlNode.Mapping(place, entries);
    }

    private Event next() {
        return events.next();
    }

    private static Place place(Optional<Mark> mark) {
        return mark.map(m -> new Place(m.getLine() + 1, m.getColumn() + 1)).orElse(new Place(1, 1));
    }

    private static SluiceException problem(Place place, String message) {
        return PolicyProblem.at(place, "", message).asException();
    }
}
