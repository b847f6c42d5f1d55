package dev.sluice.connector.sqlserver;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the tokens of one answer ([MS-TDS] 2.2.7). */
final class TdsAnswer {
    private static final int COLMETADATA = 0x81;
    private static final int ERROR = 0xAA;
    private static final int ROW = 0xD1;
    private static final int DONE = 0xFD;
    private static final int DONE_PROCEDURE = 0xFE;
    private static final int DONE_IN_PROCEDURE = 0xFF;
    private static final int RETURN_STATUS = 0x79;
    private static final int STATUS_MORE = 0x01;
    private static final int STATUS_ERROR = 0x02;
    private static final int STATUS_COUNT = 0x10;
    private static final int STATUS_ATTENTION = 0x20;
    private static final int COMMAND_SELECT = 0xC1;
    private static final int NULLABLE = 0x01;

    private final TdsWire wire;
    private final boolean procedure;
    private final TdsBytes bytes = new TdsBytes();
    private List<Column> columns = List.of();
    private long rows;
    private boolean ended;
    private boolean interrupted;

    TdsAnswer(TdsWire wire, boolean procedure) {
        this.wire = wire;
        this.procedure = procedure;
    }

    record Column(String name, TdsType type) {}

    TdsAnswer columns(Column... next) {
        columns = List.of(next);
        bytes.u8(COLMETADATA).u16(next.length);
        for (Column column : next) {
            bytes.u32(0).u16(NULLABLE);
            column.type().describe(bytes);
            bytes.shortText(column.name());
        }
        return this;
    }

    /** Columns of text alone, as most catalogue queries have. */
    TdsAnswer texts(int count) {
        Column[] next = new Column[count];
        for (int i = 0; i < count; i++) {
            next[i] = new Column("c" + i, TdsType.NVARCHAR);
        }
        return columns(next);
    }

    TdsAnswer row(@Nullable Object... values) {
        bytes.u8(ROW);
        for (int i = 0; i < values.length; i++) {
            columns.get(i).type().write(bytes, values[i]);
        }
        rows++;
        return this;
    }

    /** The end of a result, behind which another may come. */
    TdsAnswer next() {
        bytes.u8(procedure ? DONE_IN_PROCEDURE : DONE).u16(STATUS_MORE | STATUS_COUNT);
        bytes.u16(COMMAND_SELECT).u64(rows);
        rows = 0;
        columns = List.of();
        return this;
    }

    TdsAnswer error(int number, int severity, String text) {
        TdsBytes content = new TdsBytes().u32(number).u8(1).u8(severity);
        bytes.token(ERROR, content.longText(text).shortText("stub").shortText("").u32(1));
        return end(STATUS_ERROR);
    }

    TdsAnswer done() {
        return end(columns.isEmpty() ? 0 : STATUS_COUNT);
    }

    private TdsAnswer end(int status) {
        if (procedure) {
            if (!columns.isEmpty()) {
                bytes.u8(DONE_IN_PROCEDURE).u16(STATUS_MORE | STATUS_COUNT);
                bytes.u16(COMMAND_SELECT).u64(rows);
            }
            bytes.u8(RETURN_STATUS).u32(0);
        }
        bytes.u8(procedure ? DONE_PROCEDURE : DONE).u16(status).u16(COMMAND_SELECT).u64(rows);
        ended = true;
        return this;
    }

    /** Bytes that are no token. */
    TdsAnswer garbage(byte[] any) {
        bytes.bytes(any);
        return this;
    }

    /** Sends what was written so far without an end. */
    TdsAnswer flush() throws IOException {
        wire.write(TdsWire.ANSWER, bytes.take(), false);
        return this;
    }

    /** Whether the client wants this answer to stop, or says anything else. */
    boolean isInterrupted() throws IOException {
        return wire.hasInput();
    }

    /** Waits until the client asks to stop, breaks the answer off, and confirms in a message. */
    void awaitAttention() throws IOException {
        TdsWire.Message message = wire.read();
        if (message == null) {
            throw new IOException("the client left");
        }
        if (message.type() != TdsWire.ATTENTION) {
            throw new IOException("no attention but " + message.type());
        }
        interrupted = true;
        end(STATUS_ERROR);
        wire.write(TdsWire.ANSWER, bytes.take(), true);
        confirmAttention();
    }

    void confirmAttention() {
        bytes.u8(DONE).u16(STATUS_ATTENTION).u16(0).u64(0);
        ended = true;
    }

    /** Whether {@link #awaitAttention} saw what it waited for. */
    boolean wasInterrupted() {
        return interrupted;
    }

    void finish() throws IOException {
        if (!ended) {
            done();
        }
        wire.write(TdsWire.ANSWER, bytes.take(), true);
    }
}
