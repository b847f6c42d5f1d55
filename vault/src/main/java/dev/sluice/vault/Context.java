package dev.sluice.vault;

import dev.sluice.core.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a ciphertext is bound to. Every name is preceded by its length, so that no two different
 * contexts have the same bytes.
 */
final class Context {
    private Context() {}

    static byte[] ofCell(byte[] header, TenantId tenant, Cell cell) {
        return encode(header, tenant.value(), cell.table(), cell.row(), cell.column());
    }

    static byte[] ofDataKey(String purpose, TenantId tenant, int version) {
        byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(version).array();
        return encode(number, purpose, tenant.value());
    }

    private static byte[] encode(byte[] first, String... names) {
        byte[][] parts = new byte[names.length][];
        int size = Integer.BYTES + first.length;
        for (int i = 0; i < names.length; i++) {
            parts[i] = names[i].getBytes(StandardCharsets.UTF_8);
            size += Integer.BYTES + parts[i].length;
        }
        ByteBuffer encoded = ByteBuffer.allocate(size);
        encoded.putInt(first.length).put(first);
        for (byte[] part : parts) {
            encoded.putInt(part.length).put(part);
        }
        return encoded.array();
    }
}
