package dev.nave.app.signin;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Opens a page in the user's browser by a program, never through a shell, which would read the URL as commands. */
final class Browser {
    private static final List<String> LINUX = List.of("xdg-open", "gio open", "wslview");

    private Browser() {}

    /**
     * Starts it and does not wait.
     *
     * @param chosen the program the user asked for; nothing for the usual one
     * @return whether a program was started
     */
    static boolean open(URI page, Optional<String> chosen, Map<String, String> environment) {
        for (List<String> command : commands(chosen, environment)) {
            List<String> line = new ArrayList<>(command);
            line.add(page.toString());
            try {
                new ProcessBuilder(line)
                        .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return true;
            } catch (IOException _) {
                // There is no such program: the next one may be there.
            }
        }
        return false;
    }

    /** What the user asked for alone; else what BROWSER names, as other programs take it; else what systems have. */
    private static List<List<String>> commands(Optional<String> chosen, Map<String, String> environment) {
        if (chosen.isPresent()) {
            return List.of(List.of(chosen.get()));
        }
        List<List<String>> commands = new ArrayList<>();
        String named = environment.getOrDefault("BROWSER", "");
        Arrays.stream(named.split(":")).filter(each -> !each.isBlank()).forEach(each -> commands.add(List.of(each)));
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            commands.add(List.of("open"));
        } else if (system.contains("win")) {
            commands.add(List.of("rundll32", "url.dll,FileProtocolHandler"));
        } else if (environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY")) {
            LINUX.forEach(each -> commands.add(List.of(each.split(" "))));
        }
        return commands;
    }

    private static File nothing() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return new File(system.contains("win") ? "NUL" : "/dev/null");
    }
}
