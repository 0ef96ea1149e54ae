package dev.nave.app.help;

import dev.nave.app.cli.Version;
import dev.nave.app.terminal.Terminal;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the manual page {@code nave(1)}, for packages. No use to people, hence hidden. */
@Command(name = "manual", hidden = true, description = "Prints the manual page, for packages.")
public final class ManualCommand implements Runnable {
    private static final int WIDTH = 78;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        CommandLine nave = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.println(".TH NAVE 1 \"\" \"Nave " + Version.TEXT + "\" \"User Commands\"");
        out.println(".SH NAME");
        out.println("nave \\- one endpoint for every tool: a hub for the Model Context Protocol");
        out.println(".SH SYNOPSIS");
        out.println("\\fBnave\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...");
        out.println(".SH DESCRIPTION");
        out.println("Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 failed,");
        out.println("2 wrong usage or configuration.");
        Help.each(nave, command -> {
            if (!command.getCommandSpec().usageMessage().hidden()) {
                section(command, out);
            }
        });
        for (Topic topic : Topic.values()) {
            out.println(".SH " + topic.word().toUpperCase(Locale.ROOT));
            block(new Markdown(Terminal.NONE).shown(topic.markdown()), out);
        }
        out.flush();
    }

    private static void section(CommandLine command, PrintWriter out) {
        String name = command.getCommandSpec().qualifiedName();
        out.println(name.equals("nave") ? ".SH COMMANDS" : ".SS " + name);
        block(command.setUsageHelpWidth(WIDTH).getUsageMessage(Ansi.OFF), out);
    }

    private static void block(String text, PrintWriter out) {
        out.println(".nf");
        text.lines().forEach(line -> out.println(escaped(line)));
        out.println(".fi");
    }

    /** Neither a request to the formatter nor an escape, and hyphens that can be copied. */
    private static String escaped(String line) {
        String plain = line.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
