package dev.nave.app.terminal;

import java.io.Console;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/**
 * Asks the system about the terminal behind a stream: {@code isatty} and {@code ioctl} of the C library, because Java
 * tells only whether input and output are both a terminal, and never how wide it is.
 */
final class Tty {
    static final int OUT = 1;
    static final int ERR = 2;

    private static final int LINUX = 0x5413;
    private static final int MACOS = 0x40087468;
    private static final int COLUMNS_AT = 1;

    private Tty() {}

    static boolean isTerminal(int stream) {
        if (isWindows()) {
            return Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .isPresent();
        }
        try {
            MethodHandle isatty = function("isatty", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            return (int) isatty.invokeExact(stream) == 1;
        } catch (Throwable _) { // A method handle may throw anything; whatever it is, nothing is known of a terminal.
            return false;
        }
    }

    /** How many columns a line has; 0 when that is not known. */
    static int columns(int stream) {
        if (isWindows()) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle ioctl = function(
                    "ioctl",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                    Linker.Option.firstVariadicArg(2));
            // struct winsize: rows, columns, and the same in pixels.
            MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, 4);
            long request = system().contains("mac") ? MACOS : LINUX;
            return (int) ioctl.invokeExact(stream, request, size) == 0
                    ? Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, COLUMNS_AT))
                    : 0;
        } catch (Throwable _) { // As above.
            return 0;
        }
    }

    @SuppressWarnings("restricted") // The program is started with native access enabled.
    private static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup lookup = linker.defaultLookup();
        return linker.downcallHandle(lookup.findOrThrow(name), descriptor, options);
    }

    private static boolean isWindows() {
        return system().contains("windows");
    }

    private static String system() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    }
}
