package dev.sluice.connector.oauth;

import dev.sluice.connector.http.Authorization;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Access tokens as what calls carry. */
public final class TokenAuthorization implements Authorization {
    private static final String PREFIX = "Bearer ";

    private final AccessTokens tokens;

    /** Closes the tokens when it is closed. */
    public TokenAuthorization(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Map<String, String> headers(Stop stop) throws SourceFailure {
        try (Secret token = tokens.token(stop)) {
            return Authorization.bearer(token);
        }
    }

    @Override
    public boolean refused(Map<String, String> headers) {
        String used = headers.getOrDefault("Authorization", PREFIX).substring(PREFIX.length());
        try (Secret token = Secret.takingOver(used.getBytes(StandardCharsets.ISO_8859_1))) {
            tokens.refused(token);
        }
        return true;
    }

    @Override
    public void close() {
        tokens.close();
    }
}
