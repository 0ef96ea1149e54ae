package dev.nave.transport.child;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of this Java that runs a class of the tests. */
public final class TestMain {
    private TestMain() {}

    /** What starts it; its standard error is that of the tests. */
    public static ProcessBuilder of(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }
}
