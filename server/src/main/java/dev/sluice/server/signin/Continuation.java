package dev.sluice.server.signin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where somebody goes on once they have signed in: a page of ours that needs them. */
public record Continuation(String path) {
    public static final String PARAMETER = "continue";

    private static final int CHARACTERS_MAX = 6000;
    private static final Pattern QUERY = Pattern.compile("[!-~&&[^\\\\\"<>#]]*+");
    private static final List<String> PAGES =
            List.of("/oauth2/authorize", "/device", "/account/passkeys");

    /** Empty for anything but those pages: a sign-in must not lead to somebody else's. */
    public static Optional<Continuation> parse(@Nullable String text) {
        if (text == null || text.length() > CHARACTERS_MAX) {
            return Optional.empty();
        }
        boolean ours =
                PAGES.stream().anyMatch(page -> text.equals(page) || text.startsWith(page + "?"));
        return ours && QUERY.matcher(text).matches()
                ? Optional.of(new Continuation(text))
                : Optional.empty();
    }

    /** The address of the sign-in that leads on to the page. */
    public static String signIn(String page, @Nullable String query) {
        String path = query == null ? page : page + "?" + query;
        return SignInController.PATH
                + "?"
                + PARAMETER
                + "="
                + URLEncoder.encode(path, StandardCharsets.UTF_8);
    }
}
