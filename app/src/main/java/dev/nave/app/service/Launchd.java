package dev.nave.app.service;

import dev.nave.clients.table.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A job of launchd on macOS: an agent of the user's session, or a daemon of the system.
 *
 * @param directory where its property list lies
 * @param machine whose logs it writes to
 */
record Launchd(String name, boolean system, Path directory, Machine machine) implements Keeper {
    private static final int STOP_SECONDS = 75;

    static Path directory(Machine machine, boolean system) {
        return system ? Path.of("/Library/LaunchDaemons") : machine.home().resolve("Library/LaunchAgents");
    }

    @Override
    public Path file() {
        return directory.resolve(label() + ".plist");
    }

    @Override
    public String text(Service service) {
        String words = service.command().stream()
                .map(word -> "    <string>" + escaped(word) + "</string>\n")
                .collect(Collectors.joining());
        String environment = new TreeMap<>(service.environment())
                .entrySet().stream()
                        .map(each -> "    <key>" + escaped(each.getKey()) + "</key><string>" + escaped(each.getValue())
                                + "</string>\n")
                        .collect(Collectors.joining());
        String user = service.user()
                .map(each -> "  <key>UserName</key><string>" + escaped(each) + "</string>\n")
                .orElse("");
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">
            <dict>
              <key>Label</key><string>%s</string>
              <key>ProgramArguments</key>
              <array>
            %s  </array>
              <key>EnvironmentVariables</key>
              <dict>
            %s  </dict>
            %s  <key>RunAtLoad</key><true/>
              <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
              <key>ThrottleInterval</key><integer>10</integer>
              <key>ExitTimeOut</key><integer>%d</integer>
              <key>Umask</key><integer>%d</integer>
              <key>StandardOutPath</key><string>%s</string>
              <key>StandardErrorPath</key><string>%s</string>
            </dict>
            </plist>
            """.formatted(
                        label(), words, environment, user, STOP_SECONDS, 0077, escaped(output()), escaped(output()));
    }

    private String output() {
        return system
                ? "/var/log/" + name + ".log"
                : machine.home().resolve("Library/Logs/" + name + ".log").toString();
    }

    @Override
    public List<List<String>> installed() {
        return List.of(List.of("launchctl", "enable", target()));
    }

    @Override
    public List<List<String>> start() {
        return List.of(List.of("launchctl", "bootstrap", domain(), file().toString()));
    }

    @Override
    public List<List<String>> stop() {
        return List.of(List.of("launchctl", "bootout", target()));
    }

    @Override
    public List<String> status() {
        return List.of("launchctl", "print", target());
    }

    @Override
    public List<List<String>> uninstalling() {
        return stop();
    }

    @Override
    public List<List<String>> uninstalled() {
        return List.of();
    }

    @Override
    public List<String> advice() {
        return List.of("launchd has no file of variables: keep secrets in Nave's store (nave help secrets).");
    }

    private String label() {
        return "dev.nave." + name;
    }

    private String target() {
        return domain() + "/" + label();
    }

    private String domain() {
        return system ? "system" : "gui/" + user();
    }

    private Object user() {
        try {
            return Files.getAttribute(machine.home(), "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            return "501"; // The first user of a Mac.
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
