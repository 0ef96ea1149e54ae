package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.configuration.SecretSettings.MasterKeyPlace;
import dev.nave.hub.configuration.VaultSettings.Login;
import dev.nave.hub.secret.Template;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code secrets}. */
final class SecretsBinder {
    private final Section section;
    private final Templates templates;
    private final Function<Scalar, Optional<Path>> paths;
    private final Problems problems;

    SecretsBinder(Section section, Templates templates, Function<Scalar, Optional<Path>> paths, Problems problems) {
        this.section = section;
        this.templates = templates;
        this.paths = paths;
        this.problems = problems;
    }

    SecretSettings bind() {
        section.refuseUnknown();
        return new SecretSettings(
                section.text("store").flatMap(paths),
                section.choice("masterKey", MasterKeyPlace.class).orElse(MasterKeyPlace.AUTO),
                section.text("keyFile").flatMap(paths),
                refresh(),
                vault(new Section(section.fields("vault"), Keys.VAULT, problems)));
    }

    private Map<String, Duration> refresh() {
        Map<String, Duration> refresh = new LinkedHashMap<>();
        section.pairs("refresh").forEach((kind, scalar) -> {
            if (!templates.knows(kind)) {
                problems.error(
                        scalar.place(),
                        "Expected a kind of reference, not " + Shown.quoted(kind) + ": there are " + templates.kinds()
                                + ".");
            }
            section.converted(scalar, SecretsBinder::often).ifPresent(often -> refresh.put(kind, often));
        });
        return refresh;
    }

    private static Duration often(String text) {
        Duration often = Amounts.duration(text);
        if (often.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("Expected at least 1s between two looks, not '" + text + "'.");
        }
        return often;
    }

    private VaultSettings vault(Section vault) {
        vault.refuseUnknown();
        VaultSettings standard = VaultSettings.defaults();
        return new VaultSettings(
                vault.text("address").map(templates::in).orElse(standard.address()),
                vault.text("namespace").map(templates::in).orElse(standard.namespace()),
                login(vault, standard.login()));
    }

    private Login login(Section vault, Login standard) {
        List<String> ways = List.of("token", "appRole", "kubernetes");
        List<String> taken = ways.stream().filter(vault::has).toList();
        if (taken.size() > 1) {
            problems.error(
                    vault.place(taken.getLast()),
                    "Expected one way to sign in, not " + String.join(" and ", taken) + ": keep one of them.");
            return standard;
        }
        if (vault.has("appRole")) {
            return appRole(new Section(vault.fields("appRole"), Keys.APP_ROLE, problems))
                    .orElse(standard);
        }
        if (vault.has("kubernetes")) {
            return kubernetes(new Section(vault.fields("kubernetes"), Keys.KUBERNETES, problems))
                    .orElse(standard);
        }
        return vault.text("token")
                .<Login>map(token -> new Login.Token(templates.in(token)))
                .orElse(standard);
    }

    private Optional<Login> appRole(Section section) {
        section.refuseUnknown();
        Optional<Template> roleId = required(section, "roleId").map(templates::in);
        Optional<Template> secretId = required(section, "secretId").map(templates::in);
        String mount = section.text("mount").map(Scalar::text).orElse("approle");
        return roleId.flatMap(role -> secretId.map(secret -> new Login.AppRole(role, secret, mount)));
    }

    private Optional<Login> kubernetes(Section section) {
        section.refuseUnknown();
        Path jwt = section.text("jwt").flatMap(paths).orElse(VaultSettings.SERVICE_ACCOUNT);
        String mount = section.text("mount").map(Scalar::text).orElse("kubernetes");
        return required(section, "role").map(role -> new Login.Kubernetes(role.text(), jwt, mount));
    }

    private Optional<Scalar> required(Section section, String key) {
        if (!section.has(key)) {
            problems.error(section.place(), "Expected " + key + " beside what is here: add it.");
        }
        return section.text(key);
    }
}
