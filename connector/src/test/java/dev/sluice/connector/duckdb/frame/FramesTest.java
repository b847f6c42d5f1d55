package dev.sluice.connector.duckdb.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    static List<Message> messages() {
        return List.of(
                new Message.Open(new Message.Source("/a/ü.db", true, false, 512, 2), 120_000),
                new Message.Run(7, "SELECT $1", List.of("a", ""), new Message.Bounds(1, 2, 3)),
                new Message.Stop(7),
                new Message.Ready("v2.0.0", true, 3),
                new Message.Closed(Reason.FILE_IN_USE),
                new Message.Columns(7, List.of(new Message.Column("a", "DECIMAL(3,2)"))),
                new Message.Done(7, true),
                new Message.Failed(7, Reason.CELL_TOO_LARGE, 2, 1L << 40));
    }

    private static byte[] write(Message message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Frames(InputStream.nullInputStream(), out).write(message);
        return out.toByteArray();
    }

    private static @Nullable Message read(byte[] bytes) throws IOException {
        return new Frames(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream()).read();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageArrivesAsItWasSent(Message message) throws IOException {
        assertThat(read(write(message))).isEqualTo(message);
    }

    @Test
    void rowsArriveWithTheirNulls() throws IOException {
        byte[] text = "ü".getBytes(StandardCharsets.UTF_8);
        Cells row = new Cells(Arrays.asList(text, null, new byte[0]));

        Message.Rows read = (Message.Rows) read(write(new Message.Rows(1, List.of(row, row))));

        assertThat(read.rows()).hasSize(2);
        Cells second = read.rows().getLast();
        assertThat(second.get(0)).isEqualTo(text);
        assertThat(second.get(1)).isNull();
        assertThat(second.get(2)).isEmpty();
        assertThat(second.bytes()).isEqualTo(2);
    }

    @Test
    void anEmptyPipeIsTheEnd() throws IOException {
        assertThat(read(new byte[0])).isNull();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyCutIsRefused(Message message) throws IOException {
        byte[] whole = write(message);
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void bytesBehindAMessageAreRefused(Message message) throws IOException {
        byte[] whole = write(message);
        ByteBuffer longer = ByteBuffer.allocate(whole.length + 1);
        longer.putInt(whole.length - 3).put(whole, 4, whole.length - 4);

        assertThatThrownBy(() -> read(longer.array())).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Frames.FRAME_BYTES_MAX + 1, Integer.MAX_VALUE})
    void lengthsOutOfBoundsAreRefused(int length) {
        byte[] frame = ByteBuffer.allocate(8).putInt(length).putInt(0).array();

        assertThatThrownBy(() -> read(frame)).isInstanceOf(IOException.class);
    }

    @Test
    void countsAreNotBelieved() {
        byte[] rows =
                ByteBuffer.allocate(17)
                        .putInt(13)
                        .put((byte) 'D')
                        .putInt(1)
                        .putInt(Integer.MAX_VALUE)
                        .putInt(Integer.MAX_VALUE)
                        .array();

        assertThatThrownBy(() -> read(rows)).isInstanceOf(IOException.class);
    }

    @Test
    void garbageIsRefusedOrAMessage() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] whole = write(messages().get(random.nextInt(messages().size())));
            for (int change = random.nextInt(4); change >= 0; change--) {
                whole[4 + random.nextInt(whole.length - 4)] = (byte) random.nextInt();
            }
            try {
                read(whole);
            } catch (IOException e) {
                // Refused, as it should be; anything else fails the test.
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
