package dev.sluice.connector;

import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * What the JDK's TLS says about a handshake that failed for another reason than our judgement of
 * the certificate. It has no types for them, so its own texts are read: they name the alert (RFC
 * 8446 section 6.2) and hold nothing of a server's choosing.
 */
final class TlsAlerts {
    private static final List<String> TOO_OLD =
            List.of(
                    "protocol_version",
                    "selected protocol version",
                    "no appropriate protocol",
                    "unsupported protocol");

    private static final List<String> CLIENT_REFUSED =
            List.of(
                    "bad_certificate",
                    "unsupported_certificate",
                    "certificate_revoked",
                    "certificate_expired",
                    "certificate_unknown",
                    "certificate_required",
                    "unknown_ca",
                    "access_denied");

    private static final List<String> NOT_TLS =
            List.of("unsupported or unrecognized ssl message", "remote host terminated");

    private TlsAlerts() {}

    static Diagnosis diagnosis(SSLException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (contains(text, TOO_OLD)) {
            return Diagnosis.TLS_TOO_OLD;
        }
        // Of its own alerts about a certificate the JDK throws the cause, which is found before.
        if (text.contains("received fatal alert") && contains(text, CLIENT_REFUSED)) {
            return Diagnosis.TLS_CLIENT_REFUSED;
        }
        return contains(text, NOT_TLS) ? Diagnosis.TLS_NOT_OFFERED : Diagnosis.TLS_FAILED;
    }

    private static boolean contains(String text, List<String> parts) {
        return parts.stream().anyMatch(text::contains);
    }
}
