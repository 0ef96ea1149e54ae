package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Authorization.ClientMethod;
import dev.nave.hub.configuration.Authorization.Grant;
import dev.nave.hub.configuration.Authorization.Sharing;
import dev.nave.hub.configuration.Node.Fields;
import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.secret.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code auth} of a server. */
final class AuthorizationBinder {
    /** As OAuth spells them. */
    static final List<String> GRANTS = List.of("authorization_code", "client_credentials", "none");

    static final List<String> METHODS = List.of("none", "client_secret_basic", "client_secret_post", "private_key_jwt");

    private final Section server;
    private final Templates templates;
    private final Problems problems;

    AuthorizationBinder(Section server, Templates templates, Problems problems) {
        this.server = server;
        this.templates = templates;
        this.problems = problems;
    }

    Authorization bind() {
        Optional<Node> node = server.node("auth");
        if (node.isEmpty()) {
            return Authorization.defaults();
        }
        if (!server.has("url")) {
            problems.error(server.place("auth"), "Expected url beside auth: add it, or remove auth.");
        }
        boolean other = server.text("url")
                .filter(url -> url.text().matches("(?i)(wss?|http\\+unix):.*"))
                .isPresent();
        boolean none = node.get() instanceof Scalar scalar && scalar.text().equals("none");
        if (other && !none) {
            problems.error(
                    server.place("auth"), "Expected an http or https url beside auth: change it, or remove auth.");
        }
        if (node.get() instanceof Scalar scalar) {
            Authorization standard = Authorization.defaults();
            return new Authorization(
                    choice(scalar, "auth", GRANTS, Grant.class).orElse(standard.grant()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    standard.credentials());
        }
        return server.asFields(node.get(), "auth").map(this::bind).orElse(Authorization.defaults());
    }

    private Authorization bind(Fields fields) {
        Section section = new Section(fields, Keys.AUTH, problems);
        section.refuseUnknown();
        Grant grant = section.text("grant")
                .flatMap(scalar -> choice(scalar, "grant", GRANTS, Grant.class))
                .orElse(Grant.AUTHORIZATION_CODE);
        Optional<String> clientId = section.text("clientId").map(Scalar::text);
        Optional<Template> secret = section.text("clientSecret").map(templates::in);
        Optional<Template> key = section.text("privateKey").map(templates::in);
        Optional<ClientMethod> method = section.text("method")
                .flatMap(scalar -> choice(scalar, "method", METHODS, ClientMethod.class))
                .or(() -> key.map(_ -> ClientMethod.PRIVATE_KEY_JWT));
        Sharing sharing = section.choice("credentials", Sharing.class).orElse(Sharing.SHARED);
        check(section, grant, clientId, secret, key, method, sharing);
        return new Authorization(
                grant,
                clientId,
                secret,
                key,
                method,
                section.text("issuer").map(Scalar::text),
                scopes(section),
                sharing);
    }

    private void check(
            Section section,
            Grant grant,
            Optional<String> clientId,
            Optional<Template> secret,
            Optional<Template> key,
            Optional<ClientMethod> method,
            Sharing sharing) {
        boolean alone = secret.isPresent() || key.isPresent() || grant == Grant.CLIENT_CREDENTIALS;
        if (alone && clientId.isEmpty()) {
            problems.error(section.place(), "Expected clientId beside what is here: add the id of the client.");
        }
        if (secret.isPresent() && key.isPresent()) {
            problems.error(section.place("privateKey"), "Expected clientSecret or privateKey, not both: remove one.");
        }
        if (grant == Grant.CLIENT_CREDENTIALS && secret.isEmpty() && key.isEmpty()) {
            problems.error(
                    section.place("grant"),
                    "Expected clientSecret or privateKey with grant client_credentials: add one, as a reference such as"
                            + " ${secret:NAME}.");
        }
        if (grant == Grant.CLIENT_CREDENTIALS && sharing == Sharing.PER_PRINCIPAL) {
            problems.error(
                    section.place("credentials"),
                    "Expected shared credentials with grant client_credentials: the hub signs in as itself.");
        }
        boolean needsKey = method.filter(ClientMethod.PRIVATE_KEY_JWT::equals).isPresent();
        if (needsKey != key.isPresent()) {
            problems.error(
                    section.place("method"),
                    "Expected privateKey with method private_key_jwt, and with no other: add it or change method.");
        }
    }

    private static List<String> scopes(Section section) {
        List<String> scopes = new ArrayList<>();
        for (Scalar scope : section.texts("scopes")) {
            section.converted(scope, text -> {
                        if (!text.matches("[!#-\\[\\]-~]+")) {
                            throw new IllegalArgumentException("Expected one scope without blanks in each entry of"
                                    + " scopes, not " + Shown.quoted(text) + ".");
                        }
                        return text;
                    })
                    .ifPresent(scopes::add);
        }
        return scopes;
    }

    private <E extends Enum<E>> Optional<E> choice(Scalar scalar, String key, List<String> texts, Class<E> values) {
        if (texts.contains(scalar.text())) {
            return Optional.of(Enum.valueOf(values, scalar.text().toUpperCase(Locale.ROOT)));
        }
        problems.error(
                scalar.place(),
                "Unknown value " + scalar.described() + " of " + key + Suggestion.ending(scalar.text(), texts));
        return Optional.empty();
    }
}
