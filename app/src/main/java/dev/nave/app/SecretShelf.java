package dev.nave.app;

import dev.nave.hub.secret.Secret;

/** Where an import puts the secrets that it found in plain text. */
interface SecretShelf {

    /**
     * Keeps a secret under a name, new or in place of what has it.
     *
     * @return what stands for it in a configuration
     * @throws CommandFailure when it cannot be kept
     */
    String keep(String name, Secret value);
}
