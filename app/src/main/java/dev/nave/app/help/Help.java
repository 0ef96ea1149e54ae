package dev.nave.app.help;

import dev.nave.app.terminal.Paragraph;
import dev.nave.app.terminal.Terminal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How a command line explains itself: its commands in groups, an example for each, in the width and colours there are. */
public final class Help {
    private static final int WIDEST = 100;
    private static final String NEWLINE = System.lineSeparator();

    private static final Map<String, List<String>> GROUPS = groups();

    private Help() {}

    /** Gives a whole command line its help. */
    public static CommandLine on(CommandLine nave) {
        Terminal terminal = Terminal.out();
        Examples examples = new Examples();
        each(nave, command -> {
            UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            String path = command.getCommandSpec().qualifiedName();
            String[] lines = examples.of(path);
            if (lines.length > 0) {
                usage.footerHeading(lines.length == 1 ? "%nExample:%n" : "%nExamples:%n")
                        .footer(lines);
            }
        });
        nave.getCommandSpec().usageMessage().commandListHeading("");
        nave.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, commands());
        return nave.setParameterExceptionHandler(new Mistakes())
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(terminal.isThere() ? Math.clamp(terminal.width(), 55, WIDEST) : WIDEST);
    }

    static void each(CommandLine command, Consumer<CommandLine> work) {
        work.accept(command);
        command.getSubcommands().values().stream().distinct().forEach(each -> each(each, work));
    }

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Run", List.of("serve", "stdio", "service"));
        groups.put("Look", List.of("status", "logs", "check", "ls"));
        groups.put("Use", List.of("tools", "call", "read", "prompt"));
        groups.put("Change servers", List.of("add", "remove", "enable", "disable", "restart", "reload"));
        groups.put("Clients", List.of("import", "connect", "disconnect", "discover"));
        groups.put("Keys and secrets", List.of("key", "secret", "login", "logout"));
        return groups;
    }

    private static IHelpSectionRenderer commands() {
        return help -> {
            Map<String, CommandLine.Help> left = new LinkedHashMap<>();
            help.subcommands()
                    .values()
                    .forEach(command -> left.put(command.commandSpec().name(), command));
            int width = left.keySet().stream().mapToInt(String::length).max().orElse(0);
            StringBuilder text = new StringBuilder();
            GROUPS.forEach((title, names) -> add(
                    text,
                    title,
                    names.stream()
                            .map(left::remove)
                            .filter(Objects::nonNull)
                            .map(command -> line(help, command, width))
                            .toList()));
            add(
                    text,
                    "More",
                    left.values().stream()
                            .map(command -> line(help, command, width))
                            .sorted()
                            .toList());
            return text.toString();
        };
    }

    private static void add(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(NEWLINE).append(title).append(':').append(NEWLINE);
            lines.forEach(line -> text.append(line).append(NEWLINE));
        }
    }

    private static String line(CommandLine.Help all, CommandLine.Help command, int width) {
        String name = command.commandSpec().name();
        String head = "  " + all.colorScheme().commandText(name) + " ".repeat(width - name.length() + 2);
        String[] description = command.commandSpec().usageMessage().description();
        int columns = all.commandSpec().usageMessage().width() - width - 4;
        List<String> lines = Paragraph.lines(description.length == 0 ? "" : description[0], columns, "");
        return head + String.join(NEWLINE + " ".repeat(width + 4), lines);
    }

    /** What 'nave help' takes, for the completions: the topics, and the commands in their groups. */
    static final class Subjects extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Subjects() {
            Arrays.stream(Topic.values()).map(Topic::word).forEach(this::add);
            GROUPS.values().forEach(this::addAll);
        }
    }
}
