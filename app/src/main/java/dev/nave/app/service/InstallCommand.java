package dev.nave.app.service;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.app.configuration.ConfigurationSource;
import dev.nave.app.run.OwnProgram;
import dev.nave.clients.table.Machine;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Describes Nave to what starts services, and has it started from now on. */
@Command(
        name = "install",
        description = "Has Nave started at log-in, or with --system at boot; 'nave service start' starts it now.",
        mixinStandardHelpOptions = true)
public final class InstallCommand implements Runnable {
    private final Machine machine;

    @Mixin
    ServiceOptions options = new ServiceOptions();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "The configuration to serve; with --system /etc/nave/nave.yaml, else the one that lies here or"
                            + " is your own.")
    List<Path> files = new ArrayList<>();

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description = "Where to listen, whatever the configuration says.")
    @Nullable
    String http;

    @Option(
            names = "--run-as",
            paramLabel = "USER",
            description = "With --system: the user it runs as; else one that exists only while it runs.")
    @Nullable
    String user;

    @Option(
            names = "--writable",
            paramLabel = "DIR",
            description = "With --system: a directory that its servers may write to; may be repeated.")
    List<Path> writable = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    public InstallCommand(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void run() {
        if (!options.system && (user != null || !writable.isEmpty())) {
            throw CommandFailure.wrong("--run-as and --writable belong to --system: your own service runs as you.");
        }
        PrintWriter out = spec.commandLine().getOut();
        Keeper keeper = options.keeper(machine);
        List<Path> configuration = configuration();
        // A service that could not start is better refused here, where somebody reads why.
        ConfigurationOptions.read(
                new ConfigurationSource(configuration, UnaryOperator.identity()),
                spec.commandLine().getErr());
        Steps steps = new Steps(machine, out, options.dryRun);
        steps.write(keeper.file(), keeper.text(service(configuration)));
        steps.run(keeper.installed());
        if (!options.dryRun) {
            out.println("Installed. Start it: nave service start"
                    + (options.system ? " --system" : "")
                    + (options.name.equals("nave") ? "" : " --name " + options.name));
            keeper.advice().forEach(out::println);
        }
    }

    private List<Path> configuration() {
        if (!files.isEmpty()) {
            return files.stream()
                    .map(file -> machine.directory().resolve(file).normalize())
                    .toList();
        }
        Stream<Path> usual = options.system
                ? Stream.of(Path.of("/etc/nave/nave.yaml"))
                : Stream.of(
                        machine.directory().resolve("nave.yaml"),
                        machine.settings().resolve("nave/nave.yaml"));
        return List.of(usual.filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() -> CommandFailure.wrong("There is no configuration to serve"
                        + (options.system ? " at /etc/nave/nave.yaml" : " here") + ": name one with -c FILE.")));
    }

    private Service service(List<Path> configuration) {
        List<String> command = new ArrayList<>(List.of(program(), "serve"));
        configuration.forEach(file -> command.addAll(List.of("-c", file.toString())));
        if (http != null) {
            command.addAll(List.of("--http", http));
        }
        return new Service(
                command,
                environment(),
                Optional.ofNullable(user),
                writable.stream()
                        .map(each -> machine.directory().resolve(each).normalize())
                        .toList());
    }

    /** What the programs of servers are found by; and the JDK, where Nave has none of its own. */
    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        String path = machine.environment().getOrDefault("PATH", "");
        if (!options.system && !path.isEmpty()) {
            environment.put("PATH", path);
        }
        Path java = Path.of(System.getProperty("java.home"));
        if (Files.isExecutable(java.resolve("bin/javac"))) {
            environment.put("JAVA_HOME", java.toString());
        }
        return environment;
    }

    private String program() {
        String launcher = OwnProgram.launcher();
        if (launcher.contains(File.separator)) {
            return launcher;
        }
        return Stream.of(machine.environment().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, launcher))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> CommandFailure.failed(
                        "Where this program lies is not known: start it by its launcher, or put 'nave' on the PATH."));
    }
}
