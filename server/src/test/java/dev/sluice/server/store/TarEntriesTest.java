package dev.sluice.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

class TarEntriesTest {
    private static final String LONG_NAME = "share/" + "long/".repeat(40) + "name";

    @Test
    void readsWhatAnotherProgramWrote() throws IOException {
        List<String> seen = new ArrayList<>();
        TarEntries entries = new TarEntries(new ByteArrayInputStream(archive()));
        for (TarEntries.Entry entry = entries.next(); entry != null; entry = entries.next()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            if (entry.kind() == TarEntries.Kind.FILE) {
                entries.copyContent(entry, content);
            }
            seen.add(
                    "%s %s %s %s %d"
                            .formatted(
                                    entry.kind(),
                                    entry.name(),
                                    entry.linkName(),
                                    entry.executable(),
                                    content.size()));
        }
        assertThat(seen)
                .containsExactly(
                        "DIRECTORY bin/  true 0",
                        "FILE bin/postgres  true 1000",
                        "FILE " + LONG_NAME + "  false 512",
                        "LINK lib/libpq.so libpq.so.5.18 true 0",
                        "FILE empty  false 0");
    }

    @Test
    void skipsContentThatNobodyReads() throws IOException {
        TarEntries entries = new TarEntries(new ByteArrayInputStream(archive()));
        int count = 0;
        while (entries.next() != null) {
            count++;
        }
        assertThat(count).isEqualTo(5);
    }

    @Test
    void refusesAChangedHeader() throws IOException {
        byte[] whole = archive();
        int afterTheChecksum = 155; // filler that says nothing
        for (int place = 0; place < 300; place++) {
            if (place != afterTheChecksum) {
                byte[] changed = whole.clone();
                changed[place] ^= 1;
                refuses(changed);
            }
        }
    }

    @Test
    void refusesATruncatedArchive() throws IOException {
        byte[] whole = archive();
        for (int length : new int[] {1, 511, 513, 1100, 1500, 2047}) {
            refuses(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void refusesGarbage() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            byte[] garbage = new byte[1 + random.nextInt(2000)];
            random.nextBytes(garbage);
            refuses(garbage);
        }
    }

    @Test
    void refusesOtherKindsOfEntries() throws IOException {
        for (byte kind :
                new byte[] {TarConstants.LF_LINK, TarConstants.LF_CHR, TarConstants.LF_FIFO}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
                tar.putArchiveEntry(new TarArchiveEntry("odd", kind));
                tar.closeArchiveEntry();
            }
            refuses(bytes.toByteArray());
        }
    }

    private static void refuses(byte[] archive) {
        assertThatThrownBy(
                        () -> {
                            TarEntries entries = new TarEntries(new ByteArrayInputStream(archive));
                            for (TarEntries.Entry entry = entries.next();
                                    entry != null;
                                    entry = entries.next()) {
                                if (entry.kind() == TarEntries.Kind.FILE) {
                                    entries.copyContent(entry, OutputStream.nullOutputStream());
                                }
                            }
                        })
                .isInstanceOf(IOException.class);
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            put(tar, new TarArchiveEntry("bin/"), 0);
            TarArchiveEntry program = new TarArchiveEntry("bin/postgres");
            program.setMode(0755);
            put(tar, program, 1000);
            put(tar, new TarArchiveEntry(LONG_NAME), 512);
            TarArchiveEntry link = new TarArchiveEntry("lib/libpq.so", TarConstants.LF_SYMLINK);
            link.setLinkName("libpq.so.5.18");
            link.setMode(0777);
            put(tar, link, 0);
            put(tar, new TarArchiveEntry("empty"), 0);
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int size)
            throws IOException {
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        tar.write("x".repeat(size).getBytes(StandardCharsets.US_ASCII));
        tar.closeArchiveEntry();
    }
}
