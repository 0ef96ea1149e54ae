package dev.nave.app.edit;

import dev.nave.app.cli.Output;
import dev.nave.clients.table.Client;
import dev.nave.clients.table.Machine;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes Nave out of the servers of a client. */
@Command(
        name = "disconnect",
        description = "Takes Nave out of the servers of an MCP client, and puts back what was there before.",
        mixinStandardHelpOptions = true)
public final class DisconnectCommand implements Runnable {
    private final Machine machine;

    @Mixin
    ClientOptions options = new ClientOptions();

    @Mixin
    Output output = new Output();

    @Parameters(
            index = "0",
            paramLabel = "CLIENT",
            completionCandidates = ClientNames.class,
            description = "Such as claude-code, cursor or codex.")
    String client = "";

    @Option(names = "--force", description = "Remove the entry even when it is not as Nave put it there.")
    boolean force;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    public DisconnectCommand(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void run() {
        Client known = ClientOptions.client(client);
        Path file = options.file(known, machine);
        options.finish(
                known,
                () -> ClientOptions.connector(machine).disconnect(known, file, options.name, force),
                change -> "Disconnected " + known.title() + ": '" + options.name + "' is out of " + file
                        + (change.replaced() ? ", and what was there before is back" : "") + ".",
                output.json,
                spec.commandLine().getOut(),
                file);
    }
}
