package dev.sluice.connector.oauth;

import dev.sluice.connector.EngineOption;
import java.util.List;
import java.util.regex.Pattern;

/** The options of engines that take OAuth; what they mean is the same for all. */
public final class OauthOptions {
    public static final EngineOption TOKEN_URL =
            new EngineOption(
                    "token_url",
                    "the address where access tokens are asked for, beginning with https://",
                    false,
                    Pattern.compile("https?://[A-Za-z0-9.:\\[\\]_-]{1,255}(/[A-Za-z0-9._~/-]*)?"));

    public static final EngineOption CLIENT_ID =
            new EngineOption(
                    "client_id",
                    "the OAuth client's name",
                    false,
                    Pattern.compile("[\\x21-\\x7E]{1,256}"));

    public static final EngineOption SCOPE =
            new EngineOption(
                    "scope",
                    "the OAuth scopes to ask for, separated by blanks",
                    false,
                    Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E ]{1,512}"));

    public static final List<EngineOption> ALL = List.of(TOKEN_URL, CLIENT_ID, SCOPE);

    private OauthOptions() {}
}
