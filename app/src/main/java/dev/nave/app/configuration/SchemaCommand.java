package dev.nave.app.configuration;

import dev.nave.hub.configuration.ConfigurationReference;
import dev.nave.hub.manifest.ManifestWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of the configuration, or of the manifest. */
@Command(
        name = "schema",
        description = "Prints a JSON Schema (2020-12): of the configuration, for editors, or of the manifest.",
        mixinStandardHelpOptions = true)
public final class SchemaCommand implements Runnable {
    @Parameters(
            paramLabel = "WHAT",
            arity = "0..1",
            description = "configuration or manifest (default: configuration).")
    Subject subject = Subject.CONFIGURATION;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        String schema =
                switch (subject) {
                    case CONFIGURATION -> ConfigurationReference.schema();
                    case MANIFEST -> ManifestWriter.schema();
                };
        spec.commandLine().getOut().print(schema);
        spec.commandLine().getOut().flush();
    }

    /** What there is a schema of. */
    enum Subject {
        CONFIGURATION,
        MANIFEST
    }
}
