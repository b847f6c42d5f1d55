package dev.sluice.connector.transport;

import dev.sluice.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The blocks of a PEM text (RFC 7468); what stands between them is explanation and is ignored. */
public final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private Pem() {}

    /**
     * One block.
     *
     * @param label for example {@code CERTIFICATE}
     * @param content decoded; closed with the block
     */
    public record Block(String label, Secret content) implements AutoCloseable {
        public boolean isPrivateKey() {
            return label.endsWith("PRIVATE KEY");
        }

        @Override
        public void close() {
            content.close();
        }
    }

    /**
     * Reads all blocks of a text.
     *
     * @param text ASCII, the caller's own
     * @throws IllegalArgumentException when a block has no end, or is not base64
     */
    public static List<Block> read(byte[] text) {
        List<Block> blocks = new ArrayList<>();
        int at = find(text, BEGIN, 0);
        while (at >= 0) {
            int labelEnd = find(text, DASHES, at + BEGIN.length());
            if (labelEnd < 0) {
                throw new IllegalArgumentException("a block without a label");
            }
            String label = ascii(text, at + BEGIN.length(), labelEnd);
            int from = labelEnd + DASHES.length();
            int to = find(text, END + label + DASHES, from);
            if (to < 0) {
                throw new IllegalArgumentException("a block without an end");
            }
            blocks.add(new Block(label, Secret.takingOver(decoded(text, from, to))));
            at = find(text, BEGIN, to);
        }
        return List.copyOf(blocks);
    }

    static List<Block> read(String text) {
        return read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] decoded(byte[] text, int from, int to) {
        byte[] encoded = Arrays.copyOfRange(text, from, to);
        try {
            return Base64.getMimeDecoder().decode(encoded);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static int find(byte[] text, String part, int from) {
        for (int at = from; at <= text.length - part.length(); at++) {
            if (matches(text, part, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] text, String part, int at) {
        for (int i = 0; i < part.length(); i++) {
            if (text[at + i] != part.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String ascii(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.US_ASCII);
    }
}
