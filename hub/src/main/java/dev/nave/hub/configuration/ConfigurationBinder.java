package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Field;
import dev.nave.hub.configuration.Node.Fields;
import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.secret.Template;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes a {@link Configuration} of what the files say together. */
final class ConfigurationBinder {
    private final Templates templates;
    private final Substitution substitution;
    private final Problems problems;

    ConfigurationBinder(Templates templates, Substitution substitution, Problems problems) {
        this.templates = templates;
        this.substitution = substitution;
        this.problems = problems;
    }

    /** The configuration; without a meaning when there are problems. */
    Configuration bind(Fields top) {
        // Keys that begin with x- are a place for anchors and for notes.
        Map<String, Field> named = new LinkedHashMap<>(top.fields());
        named.keySet().removeIf(key -> key.startsWith("x-") || key.equals("$schema"));
        Section section = new Section(new Fields(top.place(), named), Keys.TOP, problems);
        section.refuseUnknown();
        Waits waits = WaitsBinder.waits(section, Waits.defaults(), false, problems);
        NameStyle style = section.choice("names", NameStyle.class).orElse(NameStyle.PREFIX);
        List<ApiKey> keys = keys(section);
        Listen listen = listen(new Section(section.fields("listen"), Keys.LISTEN, problems), keys);
        Seals seals = seals(new Section(section.fields("seals"), Keys.SEALS, problems));
        Optional<Replicas> replicas = replicas(section, seals);
        NodeSettings node = new NodeSettings(
                listen,
                waits,
                WaitsBinder.bounds(section, problems),
                seals,
                section.text("state").flatMap(this::path),
                replicas,
                new SecretsBinder(
                                new Section(section.fields("secrets"), Keys.SECRETS, problems),
                                templates,
                                this::path,
                                problems)
                        .bind(),
                new LogsBinder(new Section(section.fields("logs"), Keys.LOGS, problems), this::path, problems).bind(),
                signIn(new Section(section.fields("signIn"), Keys.SIGN_IN, problems)));
        return new Configuration(
                node,
                style,
                servers(section, style, waits),
                keys,
                section.text("instructions").map(Scalar::text));
    }

    private static SignInSettings signIn(Section section) {
        section.refuseUnknown();
        return new SignInSettings(
                section.value("url", ConfigurationBinder::browserUrl),
                section.value("clientMetadata", ConfigurationBinder::documentUrl));
    }

    private static URI browserUrl(String text) {
        URI url = URI.create(origin(text));
        if (!url.getScheme().equals("https") && !url.getScheme().equals("http")) {
            throw new IllegalArgumentException("Expected https://host, not " + Shown.quoted(text) + ".");
        }
        return url;
    }

    private static URI documentUrl(String text) {
        try {
            URI url = new URI(text);
            boolean whole = url.getHost() != null
                    && url.getRawPath().length() > 1
                    && url.getRawFragment() == null
                    && url.getRawUserInfo() == null;
            if (whole && "https".equals(url.getScheme())) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Said below, as for what is a URL of another kind.
        }
        throw new IllegalArgumentException("Expected the https URL of a document, not " + Shown.quoted(text)
                + ": write for example https://example.com/nave.json.");
    }

    private Optional<Replicas> replicas(Section top, Seals seals) {
        if (!top.has("replicas")) {
            return Optional.empty();
        }
        Section section = new Section(top.fields("replicas"), Keys.REPLICAS, problems);
        section.refuseUnknown();
        if (seals.keys().isEmpty()) {
            problems.error(section.place(), Seals.NEEDED);
            return Optional.empty();
        }
        Optional<HttpAddress> listen = section.has("listen")
                ? section.text("listen").flatMap(text -> section.converted(text, _ -> HttpAddress.parse(text(text))))
                : Optional.of(Replicas.STANDARD);
        Optional<String> address = section.text("address").map(this::text);
        if (listen.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Replicas.of(listen.get(), address));
        } catch (IllegalArgumentException e) {
            problems.error(section.place(address.isPresent() ? "address" : "listen"), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private String text(Scalar scalar) {
        return substitution.in(scalar);
    }

    private Listen listen(Section section, List<ApiKey> keys) {
        section.refuseUnknown();
        HttpAddress http = section.value("http", HttpAddress::parse)
                .orElse(Listen.defaults().http());
        if (!http.isLoopback() && keys.isEmpty()) {
            problems.warning(
                    section.place("http"),
                    "Others can reach " + http + " and nobody may call: add keys with 'nave key create', or listen on"
                            + " 127.0.0.1.");
        }
        return new Listen(
                http,
                section.text("unix").flatMap(this::path),
                converted(section, "allowedHosts", ConfigurationBinder::host),
                converted(section, "allowedOrigins", ConfigurationBinder::origin),
                section.value("url", ConfigurationBinder::place));
    }

    private static List<String> converted(Section section, String key, Function<String, String> conversion) {
        List<String> converted = new ArrayList<>();
        for (Scalar scalar : section.texts(key)) {
            section.converted(scalar, conversion).ifPresent(converted::add);
        }
        return converted;
    }

    private static String host(String text) {
        if (!text.matches("(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(:\\d{1,5})?")) {
            throw new IllegalArgumentException(
                    "Expected host or host:port, not " + Shown.quoted(text) + ": write for example nave.example.com.");
        }
        return text;
    }

    private static String origin(String text) {
        try {
            URI uri = new URI(text);
            boolean bare = uri.getHost() != null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
            if (bare && uri.getScheme() != null) {
                return text;
            }
        } catch (URISyntaxException _) {
            // Said below, as for what is a URI and no origin.
        }
        throw new IllegalArgumentException("Expected an origin, not " + Shown.quoted(text)
                + ": write scheme, host and port alone, for example https://app.example.com.");
    }

    private static URI place(String text) {
        try {
            URI url = new URI(text.replaceFirst("/+$", ""));
            String scheme = String.valueOf(url.getScheme());
            boolean bare = url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
            if (url.getHost() != null && bare && (scheme.equals("http") || scheme.equals("https"))) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Said below, as for what is a URL of something else.
        }
        throw new IllegalArgumentException("Expected where clients reach Nave, not " + Shown.quoted(text)
                + ": write for example https://nave.example.com.");
    }

    private List<ServerSettings> servers(Section section, NameStyle style, Waits waits) {
        ServerBinder binder = new ServerBinder(templates, style, waits, problems);
        Map<String, String> schemes = new HashMap<>();
        List<ServerSettings> servers = new ArrayList<>();
        section.fields(Keys.SERVERS).fields().forEach((name, field) -> {
            boolean named = named(name, field.place(), schemes);
            section.asFields(field.value(), name)
                    .flatMap(fields -> binder.bind(named ? name : ServerNames.fitting(name), fields))
                    .filter(_ -> named)
                    .ifPresent(servers::add);
        });
        return servers;
    }

    private boolean named(String name, Place place, Map<String, String> schemes) {
        if (name.equalsIgnoreCase(ServerSettings.RESERVED)) {
            problems.error(place, "The name '" + name + "' belongs to the hub's own server: choose another.");
            return false;
        }
        if (!ServerNames.fits(name)) {
            problems.error(
                    place,
                    "Expected a name of at most 24 letters, digits, '-' and single '_', beginning with a letter, not "
                            + Shown.quoted(name) + ".");
            return false;
        }
        String other = schemes.putIfAbsent(name.toLowerCase(Locale.ROOT).replace('_', '-'), name);
        if (other != null) {
            problems.error(
                    place,
                    "Expected names that differ in more than case or '_' for '-', and there is '" + other
                            + "' already: rename one of them.");
        }
        return other == null;
    }

    private List<ApiKey> keys(Section section) {
        List<ApiKey> keys = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node item : section.items("keys")) {
            section.asFields(item, "each entry of keys")
                    .flatMap(fields -> key(new Section(fields, Keys.API_KEY, problems)))
                    .ifPresent(key -> {
                        if (!names.add(key.name())) {
                            problems.error(
                                    item.place(),
                                    "There is a key of the name " + Shown.quoted(key.name())
                                            + " already: give each its own.");
                        }
                        keys.add(key);
                    });
        }
        return keys;
    }

    private Optional<ApiKey> key(Section section) {
        section.refuseUnknown();
        Optional<Scalar> name = section.text("name");
        Optional<Scalar> hash = section.text("hash");
        Set<String> roles = new LinkedHashSet<>();
        section.texts("roles").forEach(role -> roles.add(role.text()));
        if (name.isEmpty() || hash.isEmpty()) {
            problems.error(
                    section.place(), "Expected a name and a hash for each key: make both with 'nave key create NAME'.");
            return Optional.empty();
        }
        String digest = substitution.in(hash.get());
        return section.converted(hash.get(), _ -> new ApiKey(name.get().text(), digest, roles));
    }

    private Seals seals(Section section) {
        section.refuseUnknown();
        List<Template> keys = new ArrayList<>();
        for (Scalar scalar : section.texts("keys")) {
            Template key = templates.in(scalar);
            section.converted(scalar, _ -> new Seals(List.of(key))).ifPresent(_ -> keys.add(key));
        }
        return new Seals(keys);
    }

    private Optional<Path> path(Scalar scalar) {
        try {
            return Optional.of(scalar.place().resolve(substitution.in(scalar)));
        } catch (InvalidPathException _) {
            problems.error(scalar.place(), "Expected a path, not " + scalar.described() + ".");
            return Optional.empty();
        }
    }
}
