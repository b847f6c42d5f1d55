package dev.sluice.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Who has which roles.
 *
 * @param byUser by the address of a person or the id of a client
 * @param byGroup by the name of a group, as the identity provider calls it
 */
record Bindings(SequencedMap<String, List<Role>> byUser, SequencedMap<String, List<Role>> byGroup) {
    Bindings {
        byUser = Collections.unmodifiableSequencedMap(byUser);
        byGroup = Collections.unmodifiableSequencedMap(byGroup);
    }

    /**
     * The roles that somebody holds: first those bound to their name, then those of their groups in
     * the file's order. Where two of them narrow one table differently, the first decides.
     */
    List<Role> of(Who who) {
        SequencedSet<Role> held = new LinkedHashSet<>();
        if (who.kind() == Who.Kind.USER) {
            held.addAll(byUser.getOrDefault(who.name(), List.of()));
        }
        byGroup.forEach((group, roles) -> {
            if (who.groups().contains(group)) {
                held.addAll(roles);
            }
        });
        return new ArrayList<>(held);
    }
}
