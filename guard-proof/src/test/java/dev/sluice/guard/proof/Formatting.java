package dev.sluice.guard.proof;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a generated query in other ways that mean the same. */
final class Formatting {
    private static final List<String> BLANKS = List.of(" ", "\n", "\t", "\r\n  ", "  ");
    private static final List<String> COMMENTS =
            List.of(" /* it's; \" */ ", " -- 'SELECT\n", "/**/ ", " /* -- */\n");

    private final Random random;
    private final Flavor flavor;

    Formatting(Random random, Flavor flavor) {
        this.random = random;
        this.flavor = flavor;
    }

    /** With other blanks and other letter case. */
    String spaced(String sql) {
        return Stream.of(sql.split(" "))
                .map(token -> cased(token) + one(BLANKS))
                .collect(Collectors.joining());
    }

    /** With comments, and a semicolon at its end. */
    String commented(String sql) {
        return Stream.of(sql.split(" "))
                .map(token -> token + (random.nextInt(3) == 0 ? one(COMMENTS) : " "))
                .collect(Collectors.joining("", one(COMMENTS), ";"));
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String cased(String token) {
        boolean fixed =
                token.contains("'") || (!flavor.has(Flavor.Feature.CASE_FOLDS) && isName(token));
        if (fixed) {
            return token;
        }
        return random.nextBoolean()
                ? token.toUpperCase(Locale.ROOT)
                : token.toLowerCase(Locale.ROOT);
    }

    private static boolean isName(String token) {
        return token.matches("[a-z_.0-9]+") && !token.equals("date");
    }
}
