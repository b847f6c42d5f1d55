package dev.sluice.connector;

/**
 * How much one answer may hold, besides the rows of the query's own limits. Bytes are those of the
 * values' text in UTF-8.
 *
 * @param cellBytesMax a larger value is no answer at all: {@code RESULT_TOO_LARGE}. It is not cut,
 *     since half a number or document is a wrong one
 * @param bytesMax rows beyond this are left out, and the answer says so
 */
public record ResultLimits(int cellBytesMax, int bytesMax) {
    public static final int CELL_BYTES_MAX = 1 << 20;
    public static final int BYTES_MAX = 4 << 20;

    /** 64 KiB a value, 1 MiB in all. */
    public static final ResultLimits DEFAULT = new ResultLimits(64 << 10, 1 << 20);

    public ResultLimits {
        if (cellBytesMax < 1 || cellBytesMax > CELL_BYTES_MAX) {
            throw new IllegalArgumentException("cellBytesMax: " + cellBytesMax);
        }
        if (bytesMax < 1 || bytesMax > BYTES_MAX) {
            throw new IllegalArgumentException("bytesMax: " + bytesMax);
        }
    }
}
