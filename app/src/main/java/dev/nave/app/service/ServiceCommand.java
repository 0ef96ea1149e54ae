package dev.nave.app.service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Keeps Nave running without a terminal. */
@Command(
        name = "service",
        description = "Runs Nave in the background, from log-in or boot on: systemd or launchd.",
        mixinStandardHelpOptions = true)
public final class ServiceCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
