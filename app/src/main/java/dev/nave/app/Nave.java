package dev.nave.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: parses the command line and ends with the command's exit code. */
@Command(
        name = "nave",
        description = "One endpoint for every tool: a hub for the Model Context Protocol.",
        version = "nave 0.1.0",
        mixinStandardHelpOptions = true)
public final class Nave implements Runnable {
    private Nave() {}

    /** Runs the program and ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Nave()).execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
