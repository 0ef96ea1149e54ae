package dev.nave.transport.container;

import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.Errand.Answer;
import java.time.Duration;
import java.util.Locale;

/** Sees that an image is there before a container is started from it, so that it is known which of the two failed. */
final class Image {
    private final Engine engine;
    private final String name;

    Image(Engine engine, String name) {
        this.engine = engine;
        this.name = name;
    }

    /** Fetches it where the policy says so. */
    void provide(Pull pull, Duration patience) throws CannotStart, InterruptedException {
        switch (pull) {
            case ALWAYS -> fetch(patience);
            case MISSING -> {
                if (!isThere()) {
                    fetch(patience);
                }
            }
            case NEVER -> {
                if (!isThere()) {
                    throw new CannotStart(
                            "the image " + name + " is not on this machine, and pull is never",
                            "Run " + engine.name() + " pull " + name + ", or write pull: missing.",
                            true);
                }
            }
        }
    }

    private boolean isThere() throws CannotStart, InterruptedException {
        return engine.ask("image", "inspect", "--format", "{{.Id}}", name).code() == 0;
    }

    private void fetch(Duration patience) throws CannotStart, InterruptedException {
        Answer answer = engine.ask(patience, "pull", "--quiet", name);
        if (answer.code() == 0) {
            return;
        }
        String said = answer.errors().toLowerCase(Locale.ROOT);
        if (said.contains("denied") || said.contains("unauthorized") || said.contains("authentication required")) {
            throw new CannotStart(
                    "the registry refused the image " + name + ": " + answer.lastLine(),
                    "Check its name, and sign in with " + engine.name() + " login.",
                    true);
        }
        if (said.contains("manifest unknown") || said.contains("not found") || said.contains("name unknown")) {
            throw new CannotStart(
                    "there is no image " + name + " in its registry: " + answer.lastLine(),
                    "Check its name, tag and digest.",
                    true);
        }
        throw new CannotStart(
                "the image " + name + " could not be fetched: " + answer.lastLine(),
                "Check the network and the name of its registry.",
                true);
    }
}
