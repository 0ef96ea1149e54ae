package dev.nave.app.service;

import dev.nave.app.cli.CommandFailure;
import dev.nave.clients.table.Machine;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Asks what keeps services to do something with the one that is installed. */
public abstract sealed class AskCommand implements Callable<Integer> {
    private final Machine machine;

    @Mixin
    ServiceOptions options = new ServiceOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    private AskCommand(Machine machine) {
        this.machine = machine;
    }

    /** Answers the exit code. */
    abstract int ask(Keeper keeper, Steps steps);

    @Override
    public Integer call() {
        Keeper keeper = options.keeper(machine);
        if (!Files.exists(keeper.file())) {
            throw CommandFailure.failed(
                    "There is no service: " + keeper.file() + " does not exist.\nTry: nave service" + " install");
        }
        return ask(keeper, new Steps(machine, spec.commandLine().getOut(), options.dryRun));
    }

    @Command(name = "start", description = "Starts the service.", mixinStandardHelpOptions = true)
    public static final class Start extends AskCommand {
        public Start(Machine machine) {
            super(machine);
        }

        @Override
        int ask(Keeper keeper, Steps steps) {
            steps.run(keeper.start());
            return 0;
        }
    }

    @Command(
            name = "stop",
            description = "Stops the service until it is started again.",
            mixinStandardHelpOptions = true)
    public static final class Stop extends AskCommand {
        public Stop(Machine machine) {
            super(machine);
        }

        @Override
        int ask(Keeper keeper, Steps steps) {
            steps.run(keeper.stop());
            return 0;
        }
    }

    @Command(
            name = "status",
            description = "Says whether the service runs: exit code 0 when it does, else 1.",
            mixinStandardHelpOptions = true)
    public static final class Status extends AskCommand {
        public Status(Machine machine) {
            super(machine);
        }

        @Override
        int ask(Keeper keeper, Steps steps) {
            return steps.show(keeper.status()) == 0 ? 0 : CommandFailure.FAILED;
        }
    }
}
