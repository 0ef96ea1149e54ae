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
import dev.nave.app.help.HelpCommand;
import dev.nave.app.help.ManualCommand;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * All commands by their names. Each is made when it is run: to find out what every one of them takes is a third of the time
 * that the program needs to start.
 */
final class Commands {
    /** These look at all the others. */
    private static final Set<String> OVERVIEWS = Set.of("help", "completion", "manual");

    private final Map<String, Supplier<Object>> all = new LinkedHashMap<>();

    /** Makes none yet. */
    Commands(Machine machine) {
        all.put("serve", ServeCommand::new);
        all.put("stdio", StdioCommand::new);
        all.put("ls", ServersCommand::new);
        all.put("tools", ToolsCommand::new);
        all.put("call", CallCommand::new);
        all.put("read", ReadCommand::new);
        all.put("prompt", PromptCommand::new);
        all.put("status", StatusCommand::new);
        all.put("logs", LogsCommand::new);
        all.put("reload", ReloadCommand::new);
        all.put("restart", RestartCommand::new);
        all.put("login", LoginCommand::new);
        all.put("logout", LogoutCommand::new);
        all.put("check", CheckCommand::new);
        all.put("schema", SchemaCommand::new);
        all.put("key", KeyCommand::new);
        all.put("secret", SecretCommand::new);
        all.put("completion", CompletionCommand::new);
        all.put("help", HelpCommand::new);
        all.put("manual", ManualCommand::new);
        all.put("train", TrainCommand::new);
        all.put("add", () -> new AddCommand(machine));
        all.put("remove", () -> new RemoveCommand(machine));
        all.put("enable", () -> new SwitchCommand.Enable(machine));
        all.put("disable", () -> new SwitchCommand.Disable(machine));
        all.put("import", () -> new ImportCommand(machine, Optional.of(new StoreShelf(machine))));
        all.put("connect", () -> new ConnectCommand(machine));
        all.put("disconnect", () -> new DisconnectCommand(machine));
        all.put("discover", () -> new DiscoverCommand(machine));
        all.put("service", () -> service(machine));
        // What follows the name of a sample is the sample's own.
        all.put("sample", () -> new CommandLine(new SampleCommand()).setStopAtPositional(true));
        all.put("complete", () -> new CommandLine(new CompleteCommand()).setStopAtPositional(true));
    }

    /** The one that these arguments begin with where it does by itself, else all. */
    Map<String, Object> needed(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        boolean one = all.containsKey(first) && !OVERVIEWS.contains(first);
        Map<String, Object> needed = new LinkedHashMap<>();
        all.forEach((name, command) -> {
            if (!one || name.equals(first)) {
                needed.put(name, command.get());
            }
        });
        return needed;
    }

    private static CommandLine service(Machine machine) {
        return new CommandLine(new ServiceCommand())
                .addSubcommand(new InstallCommand(machine))
                .addSubcommand(new AskCommand.Start(machine))
                .addSubcommand(new AskCommand.Stop(machine))
                .addSubcommand(new AskCommand.Status(machine))
                .addSubcommand(new UninstallCommand(machine));
    }
}
