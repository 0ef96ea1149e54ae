package dev.nave.app.service;

import dev.nave.app.cli.CommandFailure;
import dev.nave.clients.table.Machine;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops the service and takes it away; configuration, secrets and logs stay. */
@Command(
        name = "uninstall",
        description = "Stops the service and removes it; the configuration, secrets and logs stay.",
        mixinStandardHelpOptions = true)
public final class UninstallCommand implements Runnable {
    private final Machine machine;

    @Mixin
    ServiceOptions options = new ServiceOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    public UninstallCommand(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void run() {
        Keeper keeper = options.keeper(machine);
        if (!Files.exists(keeper.file())) {
            throw CommandFailure.failed("There is no service: " + keeper.file() + " does not exist.");
        }
        Steps steps = new Steps(machine, spec.commandLine().getOut(), options.dryRun);
        steps.attempt(keeper.uninstalling());
        steps.delete(keeper.file());
        steps.run(keeper.uninstalled());
    }
}
