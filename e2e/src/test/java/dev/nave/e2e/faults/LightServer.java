package dev.nave.e2e.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server of {@code src/test/sh}: about a megabyte and a millisecond each, so that a test can have hundreds. */
public final class LightServer {
    private static final Path PROGRAM = Path.of("src/test/sh/light-server.sh").toAbsolutePath();

    private LightServer() {}

    /** What starts one that answers this name. */
    public static List<String> command(String name) {
        return List.of("sh", PROGRAM.toString(), name);
    }

    /** What starts one that stops reading or says far too much when it is told to. */
    public static List<String> faulty(String name) {
        List<String> command = new ArrayList<>(command(name));
        command.add("faulty");
        return command;
    }

    /** The program itself, for {@code sh}. */
    public static Path program() {
        return PROGRAM;
    }

    /** What starts one that takes a moment over each call, and has a tool of this name beside its others. */
    public static List<String> slow(String name, String tool) {
        List<String> command = new ArrayList<>(command(name));
        command.add("slow");
        command.add(tool);
        return command;
    }

    /** What starts one that ignores TERM and the end of its input, and has a grandchild in a session of its own. */
    static List<String> stubborn(String name) {
        List<String> command = new ArrayList<>(command(name));
        command.add("stubborn");
        return command;
    }
}
