package dev.sluice.systemtests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Looks for several byte sequences in one that may be larger than the memory. */
final class Needles {
    private static final int CHUNK_BYTES = 4 << 20;

    private Needles() {}

    /** The names of those that are in the file. */
    static List<String> in(Path file, Map<String, byte[]> needles) throws IOException {
        int overlap =
                needles.values().stream().mapToInt(needle -> needle.length).max().orElse(1) - 1;
        List<String> found = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[overlap + CHUNK_BYTES];
            int kept = 0;
            while (true) {
                int read = in.readNBytes(buffer, kept, CHUNK_BYTES);
                if (read == 0) {
                    return found.stream().distinct().toList();
                }
                int length = kept + read;
                found.addAll(in(Arrays.copyOf(buffer, length), needles));
                kept = Math.min(overlap, length);
                System.arraycopy(buffer, length - kept, buffer, 0, kept);
            }
        }
    }

    /** The names of those that are in these bytes. */
    static List<String> in(byte[] bytes, Map<String, byte[]> needles) {
        // One character for each byte: String's search is the fastest that there is.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return needles.entrySet().stream()
                .filter(needle ->
                        text.contains(new String(needle.getValue(), StandardCharsets.ISO_8859_1)))
                .map(Map.Entry::getKey)
                .toList();
    }
}
