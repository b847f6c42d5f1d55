package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.lexer.Lexer;
import dev.sluice.guard.lexer.LexerMode;
import dev.sluice.guard.parser.Parser;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Query;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The guard's own comparison of trees agrees with the trees' equality, whatever differs. */
class SameTest {
    private static final Dialect DIALECT = Dialect.named("postgresql").orElseThrow();

    /** Together they hold every component of every kind that is compared by hand. */
    private static final List<String> TEXTS =
            List.of(
                    "SELECT a, t.b AS c FROM s.t AS t (x, y), ONLY u WHERE a = 1 + 2 AND NOT b ="
                        + " 'x' GROUP BY a, ROLLUP (b) HAVING a > 1 ORDER BY a DESC NULLS LAST, b"
                        + " LIMIT 5 OFFSET 2",
                    "SELECT DISTINCT ON (a) a FROM t JOIN u USING (a, b) AS j LEFT JOIN LATERAL"
                            + " (SELECT 1 FROM v) w ON w.a = t.a OR w.b = t.b NATURAL JOIN z",
                    "SELECT count(*), sum(DISTINCT a ORDER BY b) FILTER (WHERE a > 1) OVER"
                        + " (PARTITION BY c), percentile_cont(0.5) WITHIN GROUP (ORDER BY d),"
                        + " make_date(year => 1, month => 2), concat(VARIADIC a) FROM t WINDOW w AS"
                        + " (ORDER BY a)",
                    "WITH q AS (SELECT 1) (SELECT a FROM q LIMIT 1) UNION ALL SELECT 2",
                    "SELECT * FROM ((SELECT a FROM t) UNION SELECT b FROM u) x FETCH FIRST 3 ROWS"
                            + " WITH TIES",
                    "SELECT CASE WHEN a THEN b END, a::int, a IN (1, 2), a BETWEEN 1 AND 2 FROM t");

    @Test
    void agreesWithEqualityWhicheverPartIsChanged() throws ReflectiveOperationException {
        for (String text : TEXTS) {
            Query query = read(text);
            assertThat(Same.query(query, read(text))).as(text).isTrue();
            List<Query> changed = new ArrayList<>();
            change(query, Query.class, part -> changed.add((Query) part));
            assertThat(changed).as(text).hasSizeGreaterThan(20);
            for (Query other : changed) {
                assertThat(Same.query(query, other))
                        .as("%s%nagainst %s", text, other)
                        .isEqualTo(query.equals(other))
                        .isFalse();
            }
        }
    }

    @Test
    void tellsAllTextsApart() {
        for (String one : TEXTS) {
            for (String other : TEXTS) {
                assertThat(Same.query(read(one), read(other))).isEqualTo(one.equals(other));
            }
        }
    }

    private static Query read(String text) {
        return Parser.written(Lexer.read(text, LexerMode.QUERY, DIALECT), DIALECT).query();
    }

    /** Hands out the value as often as something in it can be changed, each time with a change. */
    private static void change(Object value, Class<?> type, Consumer<Object> changed)
            throws ReflectiveOperationException {
        switch (value) {
            case Position _ -> {}
            case String text -> changed.accept(text + "x");
            case Boolean on -> changed.accept(!on);
            case Integer number -> changed.accept(number + 1);
            case Enum<?> constant -> {
                Object[] all = constant.getDeclaringClass().getEnumConstants();
                changed.accept(all[0] == constant ? all[1] : all[0]);
            }
            case List<?> list -> changeList(list, changed);
            case Record node -> changeRecord(node, changed);
            default -> throw new IllegalStateException("what is a " + type + "?");
        }
    }

    private static void changeList(List<?> list, Consumer<Object> changed)
            throws ReflectiveOperationException {
        for (int i = 0; i < list.size(); i++) {
            int place = i;
            change(
                    list.get(i),
                    Object.class,
                    part -> {
                        List<Object> copy = new ArrayList<>(list);
                        copy.set(place, part);
                        changed.accept(List.copyOf(copy));
                    });
        }
        if (!list.isEmpty()) {
            changed.accept(List.copyOf(list.subList(1, list.size())));
        }
    }

    private static void changeRecord(Record node, Consumer<Object> changed)
            throws ReflectiveOperationException {
        RecordComponent[] components = node.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            components[i].getAccessor().setAccessible(true);
            values[i] = components[i].getAccessor().invoke(node);
        }
        for (int i = 0; i < components.length; i++) {
            int place = i;
            if (values[i] == null) {
                continue;
            }
            if (!components[i].getType().isPrimitive() && !(values[i] instanceof Position)) {
                absent(node, components, values, place, changed);
            }
            change(
                    values[i],
                    components[i].getType(),
                    part -> changed.accept(with(node, components, values, place, part)));
        }
    }

    /** Without what may be absent. */
    private static void absent(
            Record node,
            RecordComponent[] components,
            Object[] values,
            int place,
            Consumer<Object> changed) {
        boolean nullable =
                Arrays.stream(components[place].getAnnotatedType().getAnnotations())
                        .anyMatch(one -> one.annotationType().getSimpleName().equals("Nullable"));
        if (nullable) {
            changed.accept(with(node, components, values, place, null));
        }
    }

    private static Object with(
            Record node, RecordComponent[] components, Object[] values, int place, Object part) {
        try {
            Object[] copy = values.clone();
            copy[place] = part;
            var constructor =
                    node.getClass()
                            .getDeclaredConstructor(
                                    Arrays.stream(components)
                                            .map(RecordComponent::getType)
                                            .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(copy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
