package dev.sluice.connector.duckdb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connector.duckdb.frame.Cells;
import dev.sluice.connector.duckdb.frame.Message;
import dev.sluice.connector.duckdb.frame.Message.Bounds;
import dev.sluice.connector.duckdb.frame.Message.Column;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that does not keep to what it was asked is not believed. */
class ReplyTest {
    private final Reply reply = new Reply(new Bounds(2, 3, 5));

    private static Message.Rows rows(int count, int width, int bytes) {
        Cells row = new Cells(Collections.nCopies(width, new byte[bytes]));
        return new Message.Rows(1, Collections.nCopies(count, row));
    }

    private static Message.Columns columns() {
        return new Message.Columns(1, List.of(new Column("a", "BLOB")));
    }

    private void refuses(Message.Rows rows) {
        assertThatThrownBy(() -> reply.take(rows)).isInstanceOf(IOException.class);
    }

    @Test
    void takesWhatWasAskedFor() throws IOException {
        reply.take(columns());
        reply.take(rows(2, 1, 2));
    }

    @Test
    void refusesWhatWasNot() throws IOException {
        refuses(rows(1, 1, 1));
        reply.take(columns());
        refuses(rows(3, 1, 0));
        refuses(rows(1, 2, 1));
        refuses(rows(1, 1, 4));
        refuses(rows(2, 1, 3));
        assertThatThrownBy(() -> reply.take(columns())).isInstanceOf(IOException.class);
    }

    @Test
    void refusesRowsAfterTheEnd() throws IOException {
        reply.take(columns());
        reply.end(new Reply.Ending.Complete(false));
        refuses(rows(1, 1, 1));
    }

    @Test
    void refusesAnAnswerWithoutColumns() {
        assertThatThrownBy(() -> reply.take(new Message.Columns(1, List.of())))
                .isInstanceOf(IOException.class);
    }
}
