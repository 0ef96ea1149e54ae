package dev.nave.app.service;

import dev.nave.app.cli.CommandFailure;
import dev.nave.clients.table.Machine;
import dev.nave.clients.table.Machine.Conventions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which service a command is about. */
final class ServiceOptions {
    @Option(names = "--system", description = "The system's, from boot on, in place of your own; needs root.")
    boolean system;

    @Option(names = "--name", paramLabel = "NAME", description = "What the service is called (default: nave).")
    String name = "nave";

    @Option(
            names = "--with",
            paramLabel = "WHAT",
            description = "systemd or launchd, when not the one of this machine.")
    @Nullable
    String with;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where its file lies, when not where systemd or launchd looks first.")
    @Nullable
    Path directory;

    @Option(names = "--dry-run", description = "Show what would be written and run, and do nothing.")
    boolean dryRun;

    Keeper keeper(Machine machine) {
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]{0,63}")) {
            throw CommandFailure.wrong("Expected --name with at most 64 letters, digits, - and _, got '" + name + "'.");
        }
        String usual = machine.conventions() == Conventions.MAC ? "launchd" : "systemd";
        String wanted = with == null ? usual : with;
        return switch (wanted) {
            case "systemd" -> new Systemd(name, system, place(machine, Systemd.directory(machine, system)));
            case "launchd" -> new Launchd(name, system, place(machine, Launchd.directory(machine, system)), machine);
            default -> throw CommandFailure.wrong("Expected --with systemd or launchd, got '" + wanted + "'.");
        };
    }

    private Path place(Machine machine, Path usual) {
        return directory == null
                ? usual
                : machine.directory().resolve(directory).normalize();
    }
}
