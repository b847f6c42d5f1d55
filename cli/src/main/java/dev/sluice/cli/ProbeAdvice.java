package dev.sluice.cli;

import java.util.Locale;

/** What to do about a warning that a server gave after it had looked at a connection. */
enum ProbeAdvice {
    ENCRYPTION(
            "is not encrypted",
            "Let the database offer TLS, then run 'sluice db drop %1$s' and 'sluice db connect %1$s"
                    + " --tls verify-full …'."),
    IDENTITY(
            "identity is not checked",
            "Run 'sluice db drop %1$s' and 'sluice db connect %1$s --tls verify-full --ca FILE"
                    + " …'."),
    PASSWORD(
            "password is weak",
            "Change it in the database, then run 'sluice db drop %1$s' and 'sluice db connect %1$s"
                    + " …' with the new one."),
    ROLE("the role ", "Use a dedicated user: 'sluice db connect --print-setup-sql'.");

    private final String words;
    private final String advice;

    ProbeAdvice(String words, String advice) {
        this.words = words;
        this.advice = advice;
    }

    /**
     * The advice on one warning; empty for a warning that we do not know, which speaks for itself.
     *
     * @param warning the server's sentence
     * @param connection the connection's name
     */
    static String on(String warning, String connection) {
        String lower = warning.toLowerCase(Locale.ROOT);
        for (ProbeAdvice known : values()) {
            if (lower.contains(known.words)) {
                return String.format(Locale.ROOT, known.advice, connection);
            }
        }
        return "";
    }
}
