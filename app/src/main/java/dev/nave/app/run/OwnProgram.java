package dev.nave.app.run;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this very program is started again, for the samples that ship with it. */
public final class OwnProgram {
    private static final String MAIN = "dev.nave.app.Nave";

    private OwnProgram() {}

    /** The command line that {@code sample NAME} and its arguments follow. */
    static List<String> sample() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        // Told by the launcher when there is one that fits.
        String cache = System.getProperty("nave.aot", "");
        if (!cache.isEmpty()) {
            command.addAll(List.of(
                    "-Xlog:disable", "-XX:AOTCache=" + cache, "-XX:AOTMode=auto", "-XX:+UseCompactObjectHeaders"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "sample"));
        return List.copyOf(command);
    }

    /** The program by its path, for others to start it; its plain name where it was not started by its launcher. */
    public static String launcher() {
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path library = Path.of(part).toAbsolutePath().normalize().getParent();
            Path home = library == null ? null : library.getParent();
            if (home != null && Files.isExecutable(home.resolve("bin/nave"))) {
                return home.resolve("bin/nave").toString();
            }
        }
        return "nave";
    }
}
