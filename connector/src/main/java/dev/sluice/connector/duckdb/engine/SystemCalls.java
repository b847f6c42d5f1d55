package dev.sluice.connector.duckdb.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The few system calls of Linux that Java has no name for. The numbers are the same on x86-64 and
 * on 64-bit ARM, from whose common table all of these but {@code prlimit64} come; see
 * include/uapi/asm-generic/unistd.h of the kernel.
 */
final class SystemCalls {
    private static final long OPENAT2 = 437;
    private static final long LANDLOCK_CREATE_RULESET = 444;
    private static final long LANDLOCK_ADD_RULE = 445;
    private static final long LANDLOCK_RESTRICT_SELF = 446;

    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int RULE_PATH_BENEATH = 1;
    private static final int RULESET_VERSION = 1;
    private static final long AT_FDCWD = -100;
    private static final long O_PATH_CLOEXEC = 0x200000 | 0x80000;
    private static final long RESOLVE_NO_SYMLINKS = 4;

    private final MethodHandle call;
    private final MethodHandle prctl;
    private final MethodHandle setrlimit;
    private final MethodHandle close;

    SystemCalls() {
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        ValueLayout.OfInt number = ValueLayout.JAVA_INT;
        call =
                function(
                        "syscall",
                        FunctionDescriptor.of(word, word, word, word, word, word),
                        Linker.Option.firstVariadicArg(1));
        prctl =
                function(
                        "prctl",
                        FunctionDescriptor.of(number, number, word, word, word, word),
                        Linker.Option.firstVariadicArg(1));
        setrlimit =
                function("setrlimit", FunctionDescriptor.of(number, number, ValueLayout.ADDRESS));
        close = function("close", FunctionDescriptor.of(number, number));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(
            String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(), shape, options);
    }

    /** Which version of Landlock the kernel speaks, less than 1 for none. */
    long landlockVersion() {
        return call(LANDLOCK_CREATE_RULESET, 0, 0, RULESET_VERSION, 0);
    }

    /**
     * A set of rules that refuses what it handles.
     *
     * @return its file descriptor, negative for none
     */
    int createRuleset(long files, long network, long scopes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes =
                    arena.allocateFrom(ValueLayout.JAVA_LONG, files, network, scopes);
            return (int)
                    call(
                            LANDLOCK_CREATE_RULESET,
                            attributes.address(),
                            attributes.byteSize(),
                            0,
                            0);
        }
    }

    /**
     * Allows this beneath the path, none of whose parts may be a symbolic link: what is allowed is
     * what the path means now, whatever is put in its place later.
     */
    boolean allowBeneath(int ruleset, Path path, long files) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how =
                    arena.allocateFrom(
                            ValueLayout.JAVA_LONG, O_PATH_CLOEXEC, 0, RESOLVE_NO_SYMLINKS);
            MemorySegment name = arena.allocateFrom(path.toString());
            int file = (int) call(OPENAT2, AT_FDCWD, name.address(), how.address(), how.byteSize());
            if (file < 0) {
                return false;
            }
            // struct landlock_path_beneath_attr is packed: eight bytes and four.
            MemorySegment rule = arena.allocate(Long.BYTES + Integer.BYTES, Long.BYTES);
            rule.set(ValueLayout.JAVA_LONG, 0, files);
            rule.set(ValueLayout.JAVA_INT, Long.BYTES, file);
            long result = call(LANDLOCK_ADD_RULE, ruleset, RULE_PATH_BENEATH, rule.address(), 0);
            close(file);
            return result == 0;
        }
    }

    /** Puts this thread, and every one that it starts from now on, under the rules, for good. */
    boolean restrictSelf(int ruleset) {
        return prctl(PR_SET_NO_NEW_PRIVS, 1) == 0
                && call(LANDLOCK_RESTRICT_SELF, ruleset, 0, 0, 0) == 0;
    }

    /** Limits a resource of this process, and by that of every process it could start. */
    boolean limit(int resource, long max) {
        try (Arena arena = Arena.ofConfined()) {
            return (int)
                            setrlimit.invokeExact(
                                    resource, arena.allocateFrom(ValueLayout.JAVA_LONG, max, max))
                    == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void close(int file) {
        try {
            int _ = (int) close.invokeExact(file);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private int prctl(int option, long value) {
        try {
            return (int) prctl.invokeExact(option, value, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private long call(long number, long a, long b, long c, long d) {
        try {
            return (long) call.invokeExact(number, a, b, c, d);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
