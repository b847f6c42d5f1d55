package dev.sluice.connector.duckdb.frame;

import dev.sluice.connector.duckdb.frame.Message.Bounds;
import dev.sluice.connector.duckdb.frame.Message.Closed;
import dev.sluice.connector.duckdb.frame.Message.Column;
import dev.sluice.connector.duckdb.frame.Message.Columns;
import dev.sluice.connector.duckdb.frame.Message.Done;
import dev.sluice.connector.duckdb.frame.Message.Failed;
import dev.sluice.connector.duckdb.frame.Message.Open;
import dev.sluice.connector.duckdb.frame.Message.Ready;
import dev.sluice.connector.duckdb.frame.Message.Rows;
import dev.sluice.connector.duckdb.frame.Message.Run;
import dev.sluice.connector.duckdb.frame.Message.Source;
import dev.sluice.connector.duckdb.frame.Message.Stop;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message as bytes: its kind in one byte, then its fields, big-endian; texts are UTF-8. */
final class FrameCodec {
    private static final int NULL = -1;

    private FrameCodec() {}

    static byte[] encode(Message message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        switch (message) {
            case Open open -> {
                Source source = open.source();
                out.writeByte('O');
                write(out, source.path());
                out.writeBoolean(source.directory());
                out.writeBoolean(source.hivePartitions());
                out.writeInt(source.memoryMegabytes());
                out.writeInt(source.threads());
                out.writeLong(open.idleMillisMax());
            }
            case Run run -> {
                begin(out, 'Q', run.id());
                write(out, run.sql());
                out.writeInt(run.parameters().size());
                for (String parameter : run.parameters()) {
                    write(out, parameter);
                }
                out.writeInt(run.bounds().rowsMax());
                out.writeInt(run.bounds().cellBytesMax());
                out.writeInt(run.bounds().bytesMax());
            }
            case Stop stop -> begin(out, 'S', stop.id());
            case Ready ready -> {
                out.writeByte('R');
                write(out, ready.version());
                out.writeBoolean(ready.confined());
                out.writeInt(ready.unreadable());
            }
            case Closed closed -> {
                out.writeByte('X');
                write(out, closed.reason().name());
            }
            case Columns columns -> {
                begin(out, 'C', columns.id());
                out.writeInt(columns.columns().size());
                for (Column column : columns.columns()) {
                    write(out, column.name());
                    write(out, column.type());
                }
            }
            case Rows rows -> writeRows(out, rows);
            case Done done -> {
                begin(out, 'E', done.id());
                out.writeBoolean(done.truncated());
            }
            case Failed failed -> {
                begin(out, 'F', failed.id());
                write(out, failed.reason().name());
                out.writeInt(failed.column());
                out.writeLong(failed.bytes());
            }
        }
        return bytes.toByteArray();
    }

    private static void begin(DataOutputStream out, char kind, int id) throws IOException {
        out.writeByte(kind);
        out.writeInt(id);
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? NULL : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static void writeRows(DataOutputStream out, Rows rows) throws IOException {
        begin(out, 'D', rows.id());
        out.writeInt(rows.rows().size());
        out.writeInt(rows.rows().isEmpty() ? 0 : rows.rows().getFirst().count());
        for (Cells row : rows.rows()) {
            for (int column = 0; column < row.count(); column++) {
                write(out, row.get(column));
            }
        }
    }

    /**
     * Reads a message; whatever is not one is refused, and no count in it makes us allocate more
     * than a small multiple of its own length.
     *
     * @throws IOException when the bytes are no message
     */
    static Message decode(byte[] frame) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(frame);
        try {
            Message message = read(in);
            if (in.hasRemaining()) {
                throw new IOException("bytes behind a message");
            }
            return message;
        } catch (RuntimeException e) {
            throw new IOException("no message", e);
        }
    }

    private static Message read(ByteBuffer in) throws IOException {
        byte kind = in.get();
        return switch (kind) {
            case 'O' ->
                    new Open(
                            new Source(text(in), bool(in), bool(in), in.getInt(), in.getInt()),
                            in.getLong());
            case 'Q' ->
                    new Run(
                            in.getInt(),
                            text(in),
                            texts(in),
                            new Bounds(in.getInt(), in.getInt(), in.getInt()));
            case 'S' -> new Stop(in.getInt());
            case 'R' -> new Ready(text(in), bool(in), in.getInt());
            case 'X' -> new Closed(reason(in));
            case 'C' -> new Columns(in.getInt(), columns(in));
            case 'D' -> new Rows(in.getInt(), rows(in));
            case 'E' -> new Done(in.getInt(), bool(in));
            case 'F' -> new Failed(in.getInt(), reason(in), in.getInt(), in.getLong());
            default -> throw new IOException("no kind of message");
        };
    }

    private static boolean bool(ByteBuffer in) throws IOException {
        byte value = in.get();
        if (value != 0 && value != 1) {
            throw new IOException("neither true nor false");
        }
        return value == 1;
    }

    private static Reason reason(ByteBuffer in) throws IOException {
        return Reason.valueOf(text(in));
    }

    private static int count(ByteBuffer in, int bytesEach) throws IOException {
        int count = in.getInt();
        if (count < 0 || (long) count * bytesEach > in.remaining()) {
            throw new IOException("more than the frame holds");
        }
        return count;
    }

    private static byte @Nullable [] bytes(ByteBuffer in) throws IOException {
        int length = in.getInt();
        if (length == NULL) {
            return null;
        }
        if (length < 0 || length > in.remaining()) {
            throw new IOException("longer than the frame");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer in) throws IOException {
        byte[] bytes = bytes(in);
        if (bytes == null) {
            throw new IOException("no text");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<String> texts(ByteBuffer in) throws IOException {
        int count = count(in, Integer.BYTES);
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(text(in));
        }
        return texts;
    }

    private static List<Column> columns(ByteBuffer in) throws IOException {
        int count = count(in, 2 * Integer.BYTES);
        List<Column> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            columns.add(new Column(text(in), text(in)));
        }
        return columns;
    }

    private static List<Cells> rows(ByteBuffer in) throws IOException {
        int count = in.getInt();
        int width = in.getInt();
        if (count < 0 || width < 1 || (long) count * width > in.remaining() / Integer.BYTES) {
            throw new IOException("more than the frame holds");
        }
        List<Cells> rows = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            List<byte @Nullable []> cells = new ArrayList<>(width);
            for (int column = 0; column < width; column++) {
                cells.add(bytes(in));
            }
            rows.add(new Cells(cells));
        }
        return rows;
    }
}
