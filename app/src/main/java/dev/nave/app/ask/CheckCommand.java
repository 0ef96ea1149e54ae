package dev.nave.app.ask;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Output;
import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.app.run.ServerLine;
import dev.nave.hub.aggregate.ServerStatus;
import dev.nave.hub.catalog.Note;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The doctor: reads the configuration, looks for its programs, starts or reaches every server, and looks at names. */
@Command(
        name = "check",
        description = {
            "Says what is wrong: configuration, programs, servers, and names that clients would reject;",
            "and what of each sandbox and container is enforced on this machine."
        },
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
    @Mixin
    ConfigurationOptions options = new ConfigurationOptions();

    @Mixin
    Output output = new Output();

    @Parameters(
            paramLabel = "FILE",
            description = "Configuration files; ./nave.yaml when there is none.",
            arity = "0..*")
    List<Path> files = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Configuration configuration = options.read(files, spec.commandLine().getErr());
        List<String> missing = missingPrograms(configuration);
        try (LocalHub hub = LocalHub.start(configuration)) {
            List<ServerStatus> servers = hub.settled();
            List<Note> notes = hub.notes();
            List<String> apart = Apartness.notes(configuration);
            List<Confinement> confinements = hub.confinements();
            List<String> floating = Floating.notes(configuration);
            boolean good =
                    missing.isEmpty() && servers.stream().allMatch(server -> server.isReady() || !server.isUsed());
            if (output.json) {
                out.println(json(good, missing, servers, notes, apart, confinements, floating)
                        .raw());
            } else {
                print(out, missing, servers, notes);
                apart.forEach(note -> out.println("note: " + note));
                floating.forEach(note -> out.println("note: " + note));
                confinements.forEach(confinement -> confinement.print(out));
                out.println(good ? "All is well." : "Something is wrong, see above.");
            }
            return good ? 0 : CommandFailure.FAILED;
        }
    }

    private static List<String> missingPrograms(Configuration configuration) {
        List<String> missing = new ArrayList<>();
        for (ServerSettings server : configuration.servers()) {
            Optional<Target.Child> child =
                    switch (server.target()) {
                        case Target.Child own -> Optional.of(own);
                        case Target.CommandWithUrl both -> Optional.of(both.child());
                        case Target.Remote remote -> Optional.empty();
                        case Target.Manifest manifest -> Optional.empty();
                    };
            if (server.enabled()
                    && child.isPresent()
                    && child.get() instanceof Target.Command command
                    && command.isLiteral()) {
                Programs.problem(command, System.getenv())
                        .ifPresent(problem -> missing.add(server.name() + ": " + problem));
            }
        }
        return missing;
    }

    private static void print(PrintWriter out, List<String> missing, List<ServerStatus> servers, List<Note> notes) {
        missing.forEach(out::println);
        int width =
                servers.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        servers.forEach(server -> out.println(ServerLine.text(server, width)));
        for (Note note : notes) {
            out.println("note: " + note.server() + "'s " + note.kind().member() + " entry '" + note.own()
                    + "' is shown as '" + note.exposed() + "', since "
                    + note.reason().text());
        }
    }

    private static Json json(
            boolean good,
            List<String> missing,
            List<ServerStatus> servers,
            List<Note> notes,
            List<String> apart,
            List<Confinement> confinements,
            List<String> floating) {
        return Json.object()
                .put("ok", good)
                .put("missing", Json.array(missing.stream().map(Json::of).toList()))
                .put(
                        "servers",
                        Json.array(servers.stream().map(ServerLine::json).toList()))
                .put("names", Json.array(notes.stream().map(CheckCommand::json).toList()))
                .put("isolation", Json.array(apart.stream().map(Json::of).toList()))
                .put("images", Json.array(floating.stream().map(Json::of).toList()))
                .put(
                        "confinement",
                        Json.array(confinements.stream().map(Confinement::json).toList()))
                .build();
    }

    private static Json json(Note note) {
        return Json.object()
                .put("server", note.server())
                .put("list", note.kind().member())
                .put("own", note.own())
                .put("exposed", note.exposed())
                .put("reason", note.reason().text())
                .build();
    }
}
