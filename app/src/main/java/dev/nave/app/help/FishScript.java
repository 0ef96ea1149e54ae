package dev.nave.app.help;

import dev.nave.app.cli.ServerNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completions for fish: a line for each command, option and parameter. */
final class FishScript {
    private final CommandLine nave;
    private final StringBuilder text = new StringBuilder();

    FishScript(CommandLine nave) {
        this.nave = nave;
    }

    String text() {
        text.append("# Completions for fish: nave completion fish > ~/.config/fish/completions/nave.fish\n");
        text.append("complete -c nave -f\n");
        command(nave, List.of());
        return text.toString();
    }

    private void command(CommandLine command, List<String> path) {
        List<CommandLine> below = command.getSubcommands().values().stream()
                .distinct()
                .filter(each -> !each.getCommandSpec().usageMessage().hidden())
                .toList();
        String here = condition(path, List.of());
        String next =
                condition(path, below.stream().map(CommandLine::getCommandName).toList());
        for (CommandLine each : below) {
            line(next, "-a " + each.getCommandName(), description(each.getCommandSpec()));
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                line(here, names(option) + value(option), first(option.description()));
            }
        }
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            String value = value(parameter);
            if (!value.isEmpty()) {
                line(here, value.replace(" -r", "").strip(), first(parameter.description()));
            }
        }
        for (CommandLine each : below) {
            List<String> further = new ArrayList<>(path);
            further.add(each.getCommandName());
            command(each, further);
        }
    }

    private void line(String condition, String what, String description) {
        text.append("complete -c nave");
        if (!condition.isEmpty()) {
            text.append(" -n ").append(quoted(condition));
        }
        text.append(' ').append(what);
        if (!description.isEmpty()) {
            text.append(" -d ").append(quoted(description));
        }
        text.append('\n');
    }

    /** That these words stand on the line, and none of those. */
    private static String condition(List<String> seen, List<String> unseen) {
        List<String> all = new ArrayList<>();
        seen.forEach(word -> all.add("__fish_seen_subcommand_from " + word));
        if (seen.isEmpty() && !unseen.isEmpty()) {
            all.add("__fish_use_subcommand");
        } else if (!unseen.isEmpty()) {
            all.add("not __fish_seen_subcommand_from " + String.join(" ", unseen));
        }
        return String.join("; and ", all);
    }

    private static String names(OptionSpec option) {
        return Arrays.stream(option.names())
                .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
                .collect(Collectors.joining(" "));
    }

    /** What may stand as a value: files, names of servers, or a few words; nothing for a flag. */
    private static String value(ArgSpec argument) {
        if (argument instanceof OptionSpec option && option.arity().max() == 0) {
            return "";
        }
        if (argument.completionCandidates() instanceof ServerNames) {
            return " -r -a '(nave complete servers (commandline -opc)[2..] 2>/dev/null)'";
        }
        if (argument.completionCandidates() != null) {
            List<String> words = new ArrayList<>();
            argument.completionCandidates().forEach(words::add);
            return " -r -a " + quoted(String.join(" ", words));
        }
        boolean file = argument.type() == Path.class
                || (argument.auxiliaryTypes().length > 0 && argument.auxiliaryTypes()[0] == Path.class);
        return file ? " -r -F" : argument instanceof OptionSpec ? " -x" : "";
    }

    private static String description(CommandSpec command) {
        return first(command.usageMessage().description());
    }

    private static String first(String[] lines) {
        return lines.length == 0 ? "" : lines[0].replace("%%", "%").replaceFirst("\\.$", "");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
