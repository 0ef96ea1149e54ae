package dev.nave.guard.secret;

import dev.nave.hub.secret.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who read which secret, and how that went: a line of the logger {@code nave.audit} each, with names and no values. */
final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("nave.audit");

    private Audit() {}

    static void found(Reference reference, String reader) {
        LOG.info("event=secret.read reader=\"{}\" reference=\"{}\" outcome=found", quoted(reader), quoted(reference));
    }

    static void unavailable(Reference reference, String reader, String reason) {
        LOG.warn(
                "event=secret.read reader=\"{}\" reference=\"{}\" outcome=unavailable reason=\"{}\"",
                quoted(reader),
                quoted(reference),
                quoted(reason));
    }

    /** Names come from files: none of them may begin a line or an entry of its own. */
    private static String quoted(Object value) {
        StringBuilder quoted = new StringBuilder();
        value.toString().chars().forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\');
            }
            quoted.append(Character.isISOControl(character) ? ' ' : (char) character);
        });
        return quoted.toString();
    }
}
