package dev.sluice.connector.duckdb.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Confines itself to a directory and says what it can do then; a process of its own. */
final class ConfinedProgram {
    private ConfinedProgram() {}

    @FunctionalInterface
    private interface Attempt {
        void run() throws IOException;
    }

    /**
     * @param arguments a directory that may be read, one that may be written, and a port
     */
    public static void main(String[] arguments) throws IOException {
        Path readable = Path.of(arguments[0]);
        Path writable = Path.of(arguments[1]);
        Path javaHome = Path.of(System.getProperty("java.home")).toRealPath();
        Socket socket = new Socket();
        List<Path> classes =
                List.of(System.getProperty("java.class.path").split(":", -1)).stream()
                        .map(Path::of)
                        .toList();
        List<Path> reads = new java.util.ArrayList<>(classes);
        reads.add(readable);
        reads.add(javaHome);
        System.out.println("confined " + Confinement.to(reads, List.of(writable)));
        say("read inside", () -> Files.readString(readable.resolve("in.txt")));
        say("read outside", () -> Files.readString(Path.of("/etc/passwd")));
        say("read a link", () -> Files.readString(readable.resolve("link.txt")));
        say("write inside", () -> Files.writeString(readable.resolve("in.txt"), "changed"));
        say("create inside", () -> Files.writeString(readable.resolve("new.txt"), "x"));
        say("delete inside", () -> Files.delete(readable.resolve("in.txt")));
        say("write where allowed", () -> Files.writeString(writable.resolve("w.txt"), "x"));
        say("start a program", () -> new ProcessBuilder("/bin/true").start());
        int port = Integer.parseInt(arguments[2]);
        say(
                "connect",
                () ->
                        socket.connect(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        System.out.println("confined more " + Confinement.to(reads, List.of()));
        say("write no more", () -> Files.writeString(writable.resolve("w.txt"), "x"));
    }

    private static void say(String what, Attempt attempt) {
        try {
            attempt.run();
            System.out.println(what + ": yes");
        } catch (IOException e) {
            System.out.println(what + ": no");
        }
    }
}
