package dev.nave.app.edit;

import dev.nave.app.cli.CommandFailure;
import dev.nave.hub.secret.Secret;
import java.nio.file.Path;

/** Where an import puts the secrets that it found in plain text. */
public interface SecretShelf {

    /**
     * Keeps a secret under a name, new or in place of what has it.
     *
     * @param configuration the file that refers to it from now on
     * @return what stands for it in a configuration
     * @throws CommandFailure when it cannot be kept
     */
    String keep(Path configuration, String name, Secret value);
}
