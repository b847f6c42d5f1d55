package dev.sluice.connector.sqlserver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a client's LOGIN7 message says ([MS-TDS] 2.2.6.4).
 *
 * @param token the access token of a federated login, empty where there is none
 * @param readOnly whether the client declares that it will only read
 * @param encrypted whether the message came under TLS
 */
record LoginMessage(
        String user,
        String password,
        String application,
        String database,
        String token,
        boolean readOnly,
        boolean encrypted) {
    private static final int TYPE_FLAGS = 26;
    private static final int OPTION_FLAGS_3 = 27;
    private static final int READ_ONLY_INTENT = 0x20;
    private static final int HAS_EXTENSION = 0x10;
    private static final int USER = 40;
    private static final int PASSWORD = 44;
    private static final int APPLICATION = 48;
    private static final int EXTENSION = 56;
    private static final int DATABASE = 68;
    private static final int FEATURE_FEDAUTH = 0x02;
    private static final int FEATURE_END = 0xFF;
    private static final int LIBRARY_SECURITY_TOKEN = 1;

    static LoginMessage of(byte[] payload, boolean encrypted) {
        ByteBuffer message = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        return new LoginMessage(
                text(bytes(message, USER)),
                text(clear(bytes(message, PASSWORD))),
                text(bytes(message, APPLICATION)),
                text(bytes(message, DATABASE)),
                (message.get(OPTION_FLAGS_3) & HAS_EXTENSION) == 0 ? "" : token(message),
                (message.get(TYPE_FLAGS) & READ_ONLY_INTENT) != 0,
                encrypted);
    }

    private static byte[] bytes(ByteBuffer message, int at) {
        byte[] bytes = new byte[2 * message.getShort(at + 2)];
        message.get(message.getShort(at) & 0xFFFF, bytes);
        return bytes;
    }

    /** Undoes what hides a password from a casual look: halves swapped, then XOR with A5. */
    private static byte[] clear(byte[] hidden) {
        for (int i = 0; i < hidden.length; i++) {
            int b = (hidden[i] & 0xFF) ^ 0xA5;
            hidden[i] = (byte) (b >> 4 | b << 4);
        }
        return hidden;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_16LE);
    }

    private static String token(ByteBuffer message) {
        int at = message.getInt(message.getShort(EXTENSION) & 0xFFFF);
        while ((message.get(at) & 0xFF) != FEATURE_END) {
            int length = message.getInt(at + 1);
            if (message.get(at) == FEATURE_FEDAUTH) {
                int library = (message.get(at + 5) & 0xFF) >> 1;
                if (library != LIBRARY_SECURITY_TOKEN) {
                    throw new IllegalArgumentException("library " + library);
                }
                byte[] token = new byte[message.getInt(at + 6)];
                message.get(at + 10, token);
                return text(token);
            }
            at += 5 + length;
        }
        return "";
    }
}
