package dev.nave.app.help;

import dev.nave.app.cli.CommandFailure;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete commands, options and names of servers. */
@Command(
        name = "completion",
        description = "Prints completions for a shell: bash, zsh or fish.",
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Runnable {
    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.", completionCandidates = Shells.class)
    @Nullable
    String shell;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        CommandLine nave = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        switch (String.valueOf(shell)) {
            case "bash" -> out.print(ShellScript.bash(nave));
            case "zsh" -> out.print(ShellScript.zsh(nave));
            case "fish" -> out.print(new FishScript(nave).text());
            default -> throw CommandFailure.wrong("Expected bash, zsh or fish, got '" + shell + "'.");
        }
        out.flush();
    }

    /** For the completions of this very command. */
    static final class Shells extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Shells() {
            super(List.of("bash", "zsh", "fish"));
        }
    }
}
