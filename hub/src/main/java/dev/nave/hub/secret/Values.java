package dev.nave.hub.secret;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the references of one reader stood for when they were looked up: turns its templates into texts, and hides its
 * secrets in what others say. Immutable.
 */
public final class Values {
    /** For templates without references. */
    public static final Values NONE = new Values(Map.of(), new Mask(List.of()));

    private final Map<Reference, Secret> found;
    private final Mask mask;

    private Values(Map<Reference, Secret> found, Mask mask) {
        this.found = found;
        this.mask = mask;
    }

    /**
     * Looks every reference up, each once. Blocks.
     *
     * @param reader who needs them, for the audit
     * @param secret texts whose references are secrets
     * @param plain texts whose references are none, such as the directory of a program: they are not hidden
     * @throws SecretUnavailable for the first that cannot be had
     */
    public static Values find(Secrets secrets, String reader, Collection<Template> secret, Collection<Template> plain)
            throws SecretUnavailable, InterruptedException {
        Map<Reference, Secret> found = new LinkedHashMap<>();
        List<Secret> hidden = new ArrayList<>();
        for (Template template : secret) {
            for (Reference reference : template.references()) {
                if (!found.containsKey(reference)) {
                    Optional<Secret> value = find(secrets, reader, reference, template);
                    value.ifPresent(hidden::add);
                    found.put(reference, value.orElseGet(() -> otherwise(reference)));
                }
            }
        }
        for (Template template : plain) {
            for (Reference reference : template.references()) {
                if (!found.containsKey(reference)) {
                    found.put(
                            reference,
                            find(secrets, reader, reference, template).orElseGet(() -> otherwise(reference)));
                }
            }
        }
        return new Values(Map.copyOf(found), new Mask(hidden));
    }

    /** The text of a template; nothing prints it. */
    public Secret of(Template template) {
        return Secret.of(plain(template));
    }

    /** The text of a template that is no secret. */
    public String plain(Template template) {
        return template.text(reference -> {
            Secret value = found.get(reference);
            if (value == null) {
                throw new IllegalArgumentException("Expected " + reference + " to have been looked up");
            }
            return value.reveal();
        });
    }

    /**
     * A text that others wrote, with the secrets found here hidden: as they are, and as they are spelled in JSON, in URLs
     * and in Base64. What stands in the place of a secret that is not set is written in the file and not hidden.
     */
    public String hiddenIn(String text) {
        return mask.over(text);
    }

    @Override
    public String toString() {
        return "Values" + found.keySet();
    }

    private static Optional<Secret> find(Secrets secrets, String reader, Reference reference, Template template)
            throws SecretUnavailable, InterruptedException {
        try {
            Secret value = secrets.find(reference, reader);
            boolean instead =
                    reference.otherwise().isPresent() && value.reveal().isEmpty();
            return instead ? Optional.empty() : Optional.of(value);
        } catch (SecretUnavailable e) {
            if (reference.otherwise().isPresent()) {
                return Optional.empty();
            }
            throw e.at(reference, template.place());
        }
    }

    private static Secret otherwise(Reference reference) {
        return Secret.of(reference.otherwise().orElseThrow());
    }
}
