package dev.nave.app.edit;

import dev.nave.app.cli.Output;
import dev.nave.app.cli.ServerNames;
import dev.nave.clients.own.ServersFile;
import dev.nave.clients.table.Machine;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Switches servers on or off, which keeps all else they are configured with. */
public abstract sealed class SwitchCommand implements Runnable {
    private final Machine machine;
    private final boolean on;

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

    private SwitchCommand(Machine machine, boolean on) {
        this.machine = machine;
        this.on = on;
    }

    @Command(
            name = "enable",
            description = "Switches servers on again in the configuration.",
            mixinStandardHelpOptions = true)
    public static final class Enable extends SwitchCommand {
        public Enable(Machine machine) {
            super(machine, true);
        }
    }

    @Command(
            name = "disable",
            description = "Switches servers off in the configuration, which keeps the rest of them.",
            mixinStandardHelpOptions = true)
    public static final class Disable extends SwitchCommand {
        public Disable(Machine machine) {
            super(machine, false);
        }
    }

    @Override
    public void run() {
        ServersFile file = edit.read(machine);
        KnownServers.require(file, names);
        List<String> changed = new ArrayList<>();
        ServersFile edited = edit.edited(file.path(), () -> {
            ServersFile all = file;
            for (String name : names) {
                ServersFile next = all.switched(name, on);
                if (!next.text().equals(all.text())) {
                    changed.add(name);
                }
                all = next;
            }
            return all;
        });
        PrintWriter out = spec.commandLine().getOut();
        edit.finish(edited, machine, out);
        if (output.json) {
            out.println(Json.object()
                    .put("file", file.path().toString())
                    .put("enabled", on)
                    .put("changed", Json.array(changed.stream().map(Json::of).toList()))
                    .put("dryRun", edit.dryRun)
                    .build()
                    .raw());
        } else if (!edit.dryRun) {
            String word = on ? "enabled" : "disabled";
            names.forEach(name -> out.println(name
                    + (changed.contains(name) ? " is " : " was ")
                    + word
                    + (changed.contains(name) ? " in " + file.path() + "." : " already.")));
        }
    }
}
