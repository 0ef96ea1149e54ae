package dev.nave.app.edit;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.configuration.SecretKeeping;
import dev.nave.clients.file.Diff;
import dev.nave.clients.file.DocumentException;
import dev.nave.clients.own.ServersFile;
import dev.nave.clients.table.Machine;
import dev.nave.clients.takeover.SecretSigns;
import dev.nave.hub.configuration.ConfigurationReader;
import dev.nave.hub.configuration.Problem;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration a command edits, and whether it does. */
final class EditOptions {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-[^{}]*)?\\}");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration file to edit; ./nave.yaml, else the one in ~/.config/nave.")
    @Nullable
    Path file;

    @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
    boolean dryRun;

    /** The file as it is; one that does not exist is empty. */
    ServersFile read(Machine machine) {
        Path path = file == null ? usual(machine) : machine.directory().resolve(file);
        try {
            return ServersFile.read(path);
        } catch (DocumentException e) {
            throw CommandFailure.wrong(e.in(path));
        } catch (IOException e) {
            throw CommandFailure.failed(path + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static Path usual(Machine machine) {
        Path here = machine.directory().resolve("nave.yaml");
        return Files.exists(here) ? here : machine.settings().resolve("nave/nave.yaml");
    }

    /** An edit; what the text cannot take is said with its place. */
    ServersFile edited(Path path, Edit edit) {
        try {
            return edit.of();
        } catch (DocumentException e) {
            throw CommandFailure.wrong(e.in(path));
        }
    }

    /**
     * Writes the edited file, or shows what would be written. Nothing is written that Nave would not read.
     *
     * @param first what has to be done before the file may say what it says, once it is known that it can be written
     * @return the names of environment variables that the edit brought and that are not set here
     */
    List<String> finish(ServersFile edited, Machine machine, PrintWriter out, Runnable first) {
        Set<String> before = missing(edited.before(), machine);
        Set<String> after = missing(edited.text(), machine);
        Map<String, String> environment = new HashMap<>(machine.environment());
        // They may well be set where Nave runs, so that a text is no worse for them.
        after.forEach(name -> environment.put(name, "unset"));
        List<String> missing =
                after.stream().filter(name -> !before.contains(name)).toList();
        List<Problem> problems = edited.problems(new ConfigurationReader(environment, SecretKeeping.addedKinds()));
        if (!problems.isEmpty()) {
            throw CommandFailure.wrong(problems.stream().map(Problem::toString).collect(Collectors.joining("\n"))
                    + "\nNothing was changed.");
        }
        if (dryRun) {
            out.print(hidden(Diff.of(edited.path().toString(), edited.before(), edited.text()), edited.servers()));
            out.flush();
            return missing;
        }
        first.run();
        try {
            edited.write();
        } catch (IOException e) {
            throw CommandFailure.failed(edited.path() + " cannot be written: " + e.getMessage());
        }
        return missing;
    }

    /** As {@link #finish(ServersFile, Machine, PrintWriter, Runnable)}, with nothing to be done first. */
    List<String> finish(ServersFile edited, Machine machine, PrintWriter out) {
        return finish(edited, machine, out, () -> {});
    }

    private static Set<String> missing(String text, Machine machine) {
        Set<String> missing = new LinkedHashSet<>();
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            boolean set = machine.environment().containsKey(variable.group(1));
            if (!set && !variable.group().contains(":-")) {
                missing.add(variable.group(1));
            }
        }
        return missing;
    }

    /** A text without the secrets of servers in it. */
    static String hidden(String text, Map<String, Json> servers) {
        List<String> secrets = new ArrayList<>();
        servers.values().forEach(server -> secrets.addAll(SecretSigns.texts(server)));
        return SecretSigns.hidden(text, secrets);
    }

    /** What is done to a file. */
    interface Edit {
        ServersFile of();
    }
}
