package dev.nave.app.run;

import dev.nave.app.cli.CommandFailure;
import dev.nave.samples.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs one of the small servers that ship with Nave. */
@Command(
        name = "sample",
        description = "Runs a small MCP server that ships with Nave: files, notes or clock.",
        mixinStandardHelpOptions = true)
public final class SampleCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "files [DIRECTORY], notes, or clock [--port PORT to serve HTTP].")
    @Nullable
    String name;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", arity = "0..*", description = "What the sample takes.")
    List<String> arguments = List.of();

    @Override
    public Integer call() throws Exception {
        try {
            Samples.run(String.valueOf(name), arguments, System.in, System.out);
            return 0;
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrong(String.valueOf(e.getMessage()));
        }
    }

    /** For the completions of shells. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(Samples.NAMES);
        }
    }
}
