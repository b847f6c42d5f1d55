package dev.sluice.server.factor;

import dev.sluice.core.Secret;
import io.nayuki.qrcodegen.QrCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What an app is given: the secret to type, the address that holds it, and a picture of that. All
 * three are the secret; they go to its owner's page and nowhere else.
 */
public record Enrolment(String typed, String address, String picture) {
    private static final int MARGIN = 4;

    /** The Key URI Format that apps read; what follows from it is left out where apps assume it. */
    public static Enrolment of(Secret secret, String email) {
        String text = Base32.encode(secret.reveal());
        String address =
                "otpauth://totp/Sluice:" + encoded(email) + "?secret=" + text + "&issuer=Sluice";
        return new Enrolment(Base32.grouped(text), address, path(address));
    }

    /** The dark squares as the path of an SVG. */
    private static String path(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + MARGIN)
                            .append(' ')
                            .append(y + MARGIN)
                            .append("h1v1h-1z");
                }
            }
        }
        return path.toString();
    }

    /** Squares on a side, the margin included. */
    public int size() {
        return QrCode.encodeText(address, QrCode.Ecc.MEDIUM).size + 2 * MARGIN;
    }

    @Override
    public String toString() {
        return "Enrolment[redacted]";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
