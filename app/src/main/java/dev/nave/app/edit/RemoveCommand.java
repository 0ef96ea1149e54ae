package dev.nave.app.edit;

import dev.nave.app.cli.Output;
import dev.nave.app.cli.ServerNames;
import dev.nave.clients.own.ServersFile;
import dev.nave.clients.table.Machine;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes servers from the configuration. */
@Command(
        name = "remove",
        aliases = "rm",
        description = "Removes servers from the configuration; comments around them stay.",
        mixinStandardHelpOptions = true)
public final class RemoveCommand implements Runnable {
    private final Machine machine;

    @Mixin
    EditOptions edit = new EditOptions();

    @Mixin
    Output output = new Output();

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = ServerNames.class,
            arity = "1..*",
            description = "Which ones.")
    List<String> names = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    public RemoveCommand(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void run() {
        ServersFile file = edit.read(machine);
        KnownServers.require(file, names);
        ServersFile edited = edit.edited(file.path(), () -> {
            ServersFile less = file;
            for (String name : names) {
                less = less.without(name);
            }
            return less;
        });
        PrintWriter out = spec.commandLine().getOut();
        edit.finish(edited, machine, out);
        if (output.json) {
            out.println(Json.object()
                    .put("file", file.path().toString())
                    .put("removed", Json.array(names.stream().map(Json::of).toList()))
                    .put("dryRun", edit.dryRun)
                    .build()
                    .raw());
        } else if (!edit.dryRun) {
            out.println("Removed " + String.join(", ", names) + " from " + file.path() + ".");
        }
    }
}
