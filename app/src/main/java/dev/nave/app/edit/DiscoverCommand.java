package dev.nave.app.edit;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Output;
import dev.nave.app.terminal.Progress;
import dev.nave.clients.discover.Discoverer;
import dev.nave.clients.discover.Found;
import dev.nave.clients.discover.Limits;
import dev.nave.clients.file.Document;
import dev.nave.clients.file.Format;
import dev.nave.clients.file.Step;
import dev.nave.clients.table.Machine;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks for servers in source trees. */
@Command(
        name = "discover",
        description = {
            "Finds servers in source trees and prints definitions ready to paste, with what says so.",
            "Reads server.json, MCPB bundles, package.json, pyproject.toml, pom.xml and labels of Dockerfiles; runs and"
                    + " fetches nothing."
        },
        mixinStandardHelpOptions = true)
public final class DiscoverCommand implements Runnable {
    private final Machine machine;

    @Mixin
    Output output = new Output();

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Where to look.")
    List<Path> directories = List.of();

    @Option(names = "--depth", paramLabel = "N", description = "How many directories deep (default: 12).")
    int depth = Limits.DEFAULT.depth();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    public DiscoverCommand(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void run() {
        List<Path> roots =
                directories.stream().map(machine.directory()::resolve).toList();
        for (Path root : roots) {
            if (!Files.exists(root)) {
                throw CommandFailure.wrong("There is no directory " + root + ": check the path.");
            }
        }
        Limits limits = new Limits(depth, Limits.DEFAULT.files(), Limits.DEFAULT.bytes());
        Discoverer.Result result;
        try (Progress _ = Progress.of(() -> "Looking for servers")) {
            result = new Discoverer(limits).discover(roots);
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        result.skipped().forEach(line -> err.println("skipped: " + line));
        if (!result.whole()) {
            err.println("Not everything was looked at, there is more than " + limits.files() + " files or " + depth
                    + " levels: name a directory further down, or say --depth.");
        }
        if (output.json) {
            out.println(Json.array(
                            result.servers().stream().map(DiscoverCommand::json).toList())
                    .raw());
            return;
        }
        if (result.servers().isEmpty()) {
            err.println("No servers were found.");
            return;
        }
        print(result.servers(), out);
    }

    private static void print(List<Found> servers, PrintWriter out) {
        out.println("mcpServers:");
        Set<String> names = new HashSet<>();
        for (Found server : servers) {
            String name = server.name();
            for (int count = 2; !names.add(name.toLowerCase(Locale.ROOT)); count++) {
                name = server.name() + "-" + count;
            }
            out.println("  # " + server.confidence().name().toLowerCase(Locale.ROOT) + " confidence");
            server.evidence().forEach(each -> out.println("  # " + plain(each.toString())));
            server.notes().forEach(note -> out.println("  # " + plain(note)));
            Document.read(Format.YAML, "")
                    .put(Step.keys(name), server.definition())
                    .text()
                    .lines()
                    .forEach(line -> out.println("  " + line));
            out.println();
        }
    }

    /** What strangers wrote, as part of one line of a comment. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u0085]+", " ");
    }

    private static Json json(Found server) {
        return Json.object()
                .put("name", server.name())
                .put("definition", server.definition())
                .put("confidence", server.confidence().name().toLowerCase(Locale.ROOT))
                .put(
                        "evidence",
                        Json.array(server.evidence().stream()
                                .map(each -> Json.object()
                                        .put("file", each.file().toString())
                                        .put("line", each.line())
                                        .put("text", each.text())
                                        .build())
                                .toList()))
                .put("notes", Json.array(server.notes().stream().map(Json::of).toList()))
                .build();
    }
}
