package dev.nave.transport.child;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How the processes a hub started are told from all others: by a variable in their environment, which they hand on to
 * whatever they start, wherever it moves. It reads {@code <pid namespace>-<pid>-<start>-<random>.<number of the child>}; a
 * hub that is itself marked puts its own mark behind the one it carries.
 *
 * @param hub the part that is the hub's
 */
record Mark(String hub) {
    static final String VARIABLE = "NAVE_CHILD";

    static Mark of(RandomGenerator random) {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        long pid = ProcessHandle.current().pid();
        return new Mark(ProcessFiles.namespace() + "-" + pid + "-"
                + ProcessFiles.start(pid).orElse("0") + "-" + HexFormat.of().formatHex(bytes));
    }

    /** The value a child's variable gets; {@code carried} is that of this process itself, or null. */
    String forChild(long number, @Nullable String carried) {
        String own = child(number);
        return carried == null || carried.isEmpty() ? own : carried + "," + own;
    }

    /** What marks one child and all below it. The end keeps child 1 apart from child 12. */
    String child(long number) {
        return hub + "." + number + ";";
    }

    /** What marks every child and all below them. */
    String all() {
        return hub + ".";
    }

    /**
     * Whether one mark in a variable's value is that of a hub of this pid namespace that is gone. Hubs in other namespaces
     * cannot be judged from here: their pids mean something else.
     */
    static boolean isOrphan(String value) {
        for (String mark : value.split(",")) {
            String[] parts = mark.split("-");
            if (parts.length == 4 && parts[0].equals(ProcessFiles.namespace()) && isDigits(parts[1])) {
                Optional<String> start = ProcessFiles.start(Long.parseLong(parts[1]));
                if (start.isEmpty() || !start.get().equals(parts[2])) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.length() < 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
