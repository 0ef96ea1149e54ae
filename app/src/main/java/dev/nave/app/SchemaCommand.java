package dev.nave.app;

import dev.nave.hub.configuration.ConfigurationReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of the configuration. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema (2020-12) of the configuration, for editors.",
        mixinStandardHelpOptions = true)
final class SchemaCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().print(ConfigurationReference.schema());
        spec.commandLine().getOut().flush();
    }
}
