package dev.nave.app;

import dev.nave.app.ask.CallCommand;
import dev.nave.app.ask.CheckCommand;
import dev.nave.app.ask.PromptCommand;
import dev.nave.app.ask.ReadCommand;
import dev.nave.app.ask.ReloadCommand;
import dev.nave.app.ask.RestartCommand;
import dev.nave.app.ask.ServersCommand;
import dev.nave.app.ask.StatusCommand;
import dev.nave.app.ask.ToolsCommand;
import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Surroundings;
import dev.nave.app.cli.Version;
import dev.nave.app.configuration.SchemaCommand;
import dev.nave.app.edit.AddCommand;
import dev.nave.app.edit.ConnectCommand;
import dev.nave.app.edit.DisconnectCommand;
import dev.nave.app.edit.DiscoverCommand;
import dev.nave.app.edit.ImportCommand;
import dev.nave.app.edit.RemoveCommand;
import dev.nave.app.edit.SwitchCommand;
import dev.nave.app.help.CompleteCommand;
import dev.nave.app.help.CompletionCommand;
import dev.nave.app.help.Help;
import dev.nave.app.help.HelpCommand;
import dev.nave.app.help.ManualCommand;
import dev.nave.app.join.Joiner;
import dev.nave.app.log.LogsCommand;
import dev.nave.app.run.SampleCommand;
import dev.nave.app.run.ServeCommand;
import dev.nave.app.run.StdioCommand;
import dev.nave.app.secret.KeyCommand;
import dev.nave.app.secret.SecretCommand;
import dev.nave.app.secret.StoreShelf;
import dev.nave.app.service.AskCommand;
import dev.nave.app.service.InstallCommand;
import dev.nave.app.service.ServiceCommand;
import dev.nave.app.service.UninstallCommand;
import dev.nave.app.signin.LoginCommand;
import dev.nave.app.signin.LogoutCommand;
import dev.nave.clients.table.Machine;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program: parses the command line and ends with the command's exit code: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "nave",
        description = "One endpoint for every tool: a hub for the Model Context Protocol.",
        version = "nave " + Version.TEXT,
        mixinStandardHelpOptions = true,
        subcommands = {
            ServeCommand.class,
            StdioCommand.class,
            ServersCommand.class,
            ToolsCommand.class,
            CallCommand.class,
            ReadCommand.class,
            PromptCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            ReloadCommand.class,
            RestartCommand.class,
            LoginCommand.class,
            LogoutCommand.class,
            CheckCommand.class,
            SchemaCommand.class,
            KeyCommand.class,
            SecretCommand.class,
            CompletionCommand.class,
            HelpCommand.class,
            ManualCommand.class,
            TrainCommand.class
        })
public final class Nave implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    private CommandSpec spec;

    private Nave() {}

    /** Runs the program and ends the process. */
    public static void main(String[] arguments) {
        OptionalInt joined = Joiner.tried(arguments);
        System.exit(joined.isPresent() ? joined.getAsInt() : commandLine().execute(arguments));
    }

    /** The whole command line, ready to execute; output goes where its writers say. */
    static CommandLine commandLine() {
        return commandLine(Surroundings.machine());
    }

    /** The command line on a machine, whose files of users are edited. */
    static CommandLine commandLine(Machine machine) {
        // What follows the name of a sample is the sample's own.
        CommandLine sample = new CommandLine(new SampleCommand()).setStopAtPositional(true);
        CommandLine nave = new CommandLine(new Nave())
                .addSubcommand(new AddCommand(machine))
                .addSubcommand(new RemoveCommand(machine))
                .addSubcommand(new SwitchCommand.Enable(machine))
                .addSubcommand(new SwitchCommand.Disable(machine))
                .addSubcommand(new ImportCommand(machine, Optional.of(new StoreShelf(machine))))
                .addSubcommand(new ConnectCommand(machine))
                .addSubcommand(new DisconnectCommand(machine))
                .addSubcommand(new DiscoverCommand(machine))
                .addSubcommand(new CommandLine(new ServiceCommand())
                        .addSubcommand(new InstallCommand(machine))
                        .addSubcommand(new AskCommand.Start(machine))
                        .addSubcommand(new AskCommand.Stop(machine))
                        .addSubcommand(new AskCommand.Status(machine))
                        .addSubcommand(new UninstallCommand(machine)))
                .addSubcommand(sample)
                .addSubcommand(new CommandLine(new CompleteCommand()).setStopAtPositional(true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, failed, parsed) -> explain(problem, failed.getErr()));
        return Help.on(nave);
    }

    private static int explain(Exception problem, PrintWriter err) {
        if (problem instanceof CommandFailure failure) {
            err.println("nave: " + failure.getMessage());
            return failure.exitCode();
        }
        err.println("nave: an unexpected failure, please report it: " + problem);
        problem.printStackTrace(err);
        return CommandFailure.FAILED;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
