package dev.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command has: a shell, and a way to say that it is used wrongly. */
abstract class BaseCommand implements Callable<Integer>, JsonOutput {
    static final int DONE = 0;
    static final int FAILED = 1;

    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    BaseCommand(Shell shell) {
        this.shell = shell;
    }

    final Shell shell() {
        return shell;
    }

    @Override
    public boolean json() {
        return false;
    }

    /**
     * The text of a file.
     *
     * @param file its path, or {@code -} for standard input
     */
    final String text(String file, int bytesMax) throws IOException {
        String shown = file.equals("-") ? "standard input" : "'" + file + "'";
        byte[] bytes;
        if (file.equals("-")) {
            bytes = shell.in().readNBytes(bytesMax + 1);
        } else if (!Files.exists(Path.of(file)) || Files.isDirectory(Path.of(file))) {
            throw wrongUsage("There is no file '" + file + "'.");
        } else {
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                bytes = in.readNBytes(bytesMax + 1);
            }
        }
        if (bytes.length > bytesMax) {
            throw wrongUsage(shown + " is larger than " + bytesMax + " bytes.");
        }
        return text(bytes, shown);
    }

    /** Bytes as UTF-8, and nothing else. */
    final String text(byte[] bytes, String shown) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw wrongUsage(shown + " is no UTF-8 text.");
        }
    }

    final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
