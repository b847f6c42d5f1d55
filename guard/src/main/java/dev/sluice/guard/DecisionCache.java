package dev.sluice.guard;

import dev.sluice.core.Limits;
import dev.sluice.guard.lexer.Lexer;
import dev.sluice.guard.lexer.LexerMode;
import dev.sluice.guard.lexer.Tokens;
import dev.sluice.guard.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what guards decided, so that a question that comes again, with other values perhaps, is
 * not worked out again. It decides exactly what the guard would: a decision is found again for the
 * same guard (and so the same source, policy, schema and dialect), text, row limit and names of
 * claims; only literals that no decision depends on may differ, and the values of claims, which are
 * bound anew each time. Refusals are not remembered: they cost no more than finding them.
 *
 * <p>To be used for one tenant and one version of its policies, and thrown away with it. Bounded in
 * entries and memory. Safe for use by several threads.
 */
public final class DecisionCache {
    static final int SHAPES_MAX = 2_000;

    /** Of texts and what they became, in UTF-16 units. */
    static final long CHARACTERS_MAX = 4 << 20;

    /** Longer texts are decided each time; few of them come again. */
    static final int TEXT_CHARACTERS_MAX = 8 * 1024;

    /** Decisions on texts that differ in literals which are looked at. */
    static final int TEMPLATES_MAX = 8;

    private static final int ENTRY_CHARACTERS = 500;

    /** Guards are told apart by identity. */
    private record Key(Guard guard, String shape, int maxRows, Set<String> claims) {}

    private final Kept<Key, List<Template>> templates = new Kept<>(SHAPES_MAX, CHARACTERS_MAX);

    /**
     * The guard's decision, as {@link Guard#check(String, Map, Integer)} gives it.
     *
     * @param maxRows null for the policy's limit alone
     */
    public Decision check(
            Guard guard, String sql, Map<String, String> claims, @Nullable Integer maxRows) {
        if (sql.length() > TEXT_CHARACTERS_MAX) {
            return guard.check(sql, claims, maxRows);
        }
        try {
            Tokens tokens = Lexer.read(sql, LexerMode.QUERY, guard.dialect());
            Shape shape = Shape.of(sql, tokens);
            return guard.bind(ruling(guard, shape, claims.keySet(), guard.limits(maxRows)), claims);
        } catch (Refusal refusal) {
            return Guard.refused(refusal);
        } catch (StackOverflowError e) {
            return Guard.tooDeep();
        }
    }

    private Ruling ruling(Guard guard, Shape shape, Set<String> claims, Limits limits) {
        Key key = new Key(guard, shape.key(), limits.maxRows(), Set.copyOf(claims));
        List<Template> known = templates.get(key);
        if (known != null) {
            for (Template template : known) {
                if (template.serves(shape)) {
                    return template.with(shape.tokens(), guard.dialect());
                }
            }
        }
        Ruling ruling = guard.rule(shape.tokens(), claims, limits, null);
        Template template = Template.of(ruling, shape);
        if (template.with(shape.tokens(), guard.dialect()).says(ruling)) {
            keep(key, template);
        }
        return ruling;
    }

    /** The newest first, so that what is asked again and again is not pushed out by one sweep. */
    private void keep(Key key, Template newest) {
        List<Template> known = templates.get(key);
        List<Template> kept = new ArrayList<>();
        kept.add(newest);
        if (known != null) {
            kept.addAll(known.subList(0, Math.min(known.size(), TEMPLATES_MAX - 1)));
        }
        int characters = ENTRY_CHARACTERS + key.shape().length();
        for (Template template : kept) {
            characters += template.characters();
        }
        templates.put(key, List.copyOf(kept), characters);
    }

    int entries() {
        return templates.entries();
    }

    long characters() {
        return templates.characters();
    }
}
