package dev.sluice.server.identity;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How somebody has proven to be themselves: authentication method references (RFC 8176).
 *
 * @param values sorted, without duplicates
 */
public record Methods(List<String> values) {
    private static final int VALUES_MAX = 16;
    private static final Pattern VALUE = Pattern.compile("[a-z0-9_.-]{1,32}");

    public static final Methods NONE = new Methods(List.of());
    public static final Methods PASSWORD = of("pwd");

    /** A code of an app, or a recovery code: each is good for one use. */
    public static final Methods ONE_TIME_CODE = of("otp");

    /** Our own word: the identity provider of the organisation vouched. */
    public static final Methods EXTERNAL = of("ext");

    /** A key that was unlocked by its holder's finger, face or PIN: two factors in one. */
    public static final Methods PASSKEY = of("hwk", "mfa");

    private static final String SEVERAL = "mfa";
    private static final Set<String> FIRST = Set.of("pwd", "ext");
    private static final Set<String> SECOND = Set.of("otp", "hwk");

    public Methods {
        values = List.copyOf(new TreeSet<>(values));
        if (values.size() > VALUES_MAX
                || !values.stream().allMatch(value -> VALUE.matcher(value).matches())) {
            throw new IllegalArgumentException("not authentication methods: " + values);
        }
    }

    public static Methods of(String... values) {
        return new Methods(List.of(values));
    }

    public static Methods of(Collection<String> values) {
        return new Methods(List.copyOf(values));
    }

    /** These and the others; a first and a second factor together make them {@code mfa}. */
    public Methods and(Methods others) {
        Set<String> all = new TreeSet<>(values);
        all.addAll(others.values);
        if (!Collections.disjoint(all, FIRST) && !Collections.disjoint(all, SECOND)) {
            all.add(SEVERAL);
        }
        return new Methods(List.copyOf(all));
    }

    /** Whether a second factor stood behind it. */
    public boolean strong() {
        return values.contains(SEVERAL);
    }
}
