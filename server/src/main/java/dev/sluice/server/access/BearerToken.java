package dev.sluice.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token in compact form as presented in a header (RFC 6750 section 2.1), not verified.
 *
 * @param text three parts of base64url, at most 4,096 characters
 */
record BearerToken(String text) {
    static final int CHARACTERS_MAX = 4096;

    private static final Pattern HEADER =
            Pattern.compile(
                    "bearer +([A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++)",
                    Pattern.CASE_INSENSITIVE);
    private static final int HEADER_CHARACTERS_MAX = CHARACTERS_MAX + "bearer ".length();

    /** Reads the value of an {@code Authorization} header. */
    static Optional<BearerToken> parse(String authorization) {
        if (authorization.length() > HEADER_CHARACTERS_MAX) {
            return Optional.empty();
        }
        var matcher = HEADER.matcher(authorization);
        return matcher.matches()
                ? Optional.of(new BearerToken(matcher.group(1)))
                : Optional.empty();
    }

    /** The SHA-256 of the text in hexadecimal: what a verified token is remembered by. */
    String fingerprint() {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "BearerToken[redacted]";
    }
}
