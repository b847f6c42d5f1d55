package dev.sluice.connector.clickhouse;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * ClickHouse's own engine as a library in this process ({@code libchdb.so}): it parses, runs and
 * writes answers as the server does, and has no network.
 */
@SuppressWarnings("restricted")
final class Chdb {
    /**
     * What it answered.
     *
     * @param error null when it worked
     */
    record Result(String body, @Nullable String error) {}

    private static final ValueLayout POINTER = ValueLayout.ADDRESS;

    private final MethodHandle query;
    private final MethodHandle buffer;
    private final MethodHandle length;
    private final MethodHandle error;
    private final MethodHandle destroy;
    private final MemorySegment connection;

    Chdb(Path library) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        Linker linker = Linker.nativeLinker();
        MethodHandle connect =
                handle(
                        linker,
                        symbols,
                        "chdb_connect",
                        FunctionDescriptor.of(POINTER, ValueLayout.JAVA_INT, POINTER));
        query =
                handle(
                        linker,
                        symbols,
                        "chdb_query",
                        FunctionDescriptor.of(POINTER, POINTER, POINTER, POINTER));
        buffer =
                handle(
                        linker,
                        symbols,
                        "chdb_result_buffer",
                        FunctionDescriptor.of(POINTER, POINTER));
        length =
                handle(
                        linker,
                        symbols,
                        "chdb_result_length",
                        FunctionDescriptor.of(ValueLayout.JAVA_LONG, POINTER));
        error =
                handle(
                        linker,
                        symbols,
                        "chdb_result_error",
                        FunctionDescriptor.of(POINTER, POINTER));
        destroy =
                handle(
                        linker,
                        symbols,
                        "chdb_destroy_query_result",
                        FunctionDescriptor.ofVoid(POINTER));
        try {
            Arena arena = Arena.global();
            MemorySegment arguments = arena.allocate(POINTER);
            arguments.set(ValueLayout.ADDRESS, 0, arena.allocateFrom("clickhouse"));
            MemorySegment held = (MemorySegment) connect.invoke(1, arguments);
            connection = held.reinterpret(Long.BYTES).get(ValueLayout.ADDRESS, 0);
        } catch (Throwable e) {
            throw new IllegalStateException("libchdb did not connect", e);
        }
    }

    private static MethodHandle handle(
            Linker linker, SymbolLookup symbols, String name, FunctionDescriptor shape) {
        return linker.downcallHandle(symbols.findOrThrow(name), shape);
    }

    synchronized Result ask(String sql, String format) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result =
                    (MemorySegment)
                            query.invoke(
                                    connection,
                                    arena.allocateFrom(sql),
                                    arena.allocateFrom(format));
            try {
                MemorySegment failure = (MemorySegment) error.invoke(result);
                if (!failure.equals(MemorySegment.NULL)) {
                    return new Result("", failure.reinterpret(1 << 20).getString(0));
                }
                long bytes = (long) length.invoke(result);
                MemorySegment text = (MemorySegment) buffer.invoke(result);
                return new Result(
                        bytes == 0
                                ? ""
                                : new String(
                                        text.reinterpret(bytes).toArray(ValueLayout.JAVA_BYTE),
                                        StandardCharsets.UTF_8),
                        null);
            } finally {
                destroy.invoke(result);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("libchdb failed", e);
        }
    }
}
