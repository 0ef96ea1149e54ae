package dev.nave.hub.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What may stand in a configuration, for people and for editors: made from the same keys that the reader takes. */
public final class ConfigurationReference {
    private static final Map<String, List<Key>> SECTIONS = sections();
    private static final Pattern MARKED = Pattern.compile("(?s)(<!-- keys: ([a-z]+) -->\\n).*?(<!-- end -->)");

    private ConfigurationReference() {}

    /** A document with the tables between its marks, {@code <!-- keys: NAME -->} and {@code <!-- end -->}, made anew. */
    public static String filled(String document) {
        return MARKED.matcher(document)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) + "\n" + table(match.group(2)) + "\n" + match.group(3)));
    }

    /** The names of the tables: the keys at the top, {@code server}, {@code tool}, and so on. */
    public static List<String> tables() {
        return List.copyOf(SECTIONS.keySet());
    }

    /**
     * One table in Markdown: key, type, default, meaning.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public static String table(String name) {
        List<Key> keys = SECTIONS.get(name);
        if (keys == null) {
            throw new IllegalArgumentException("Expected one of " + tables() + ", not '" + name + "'.");
        }
        StringBuilder table = new StringBuilder("| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
        for (Key key : keys) {
            String standard = key.standard().isEmpty() ? "" : "`" + key.standard() + "`";
            table.append(row("`" + key.name() + "`", key.type().text(), standard, key.meaning()));
        }
        return table.toString();
    }

    /** The JSON Schema (2020-12) of Nave's own files, for editors. */
    public static String schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Nave configuration");
        schema.putAll(KeyType.section(Keys.TOP).schema());
        schema.put("patternProperties", Map.of("^(x-|\\$schema$)", true));
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(schema)
                + "\n";
    }

    private static String row(String... cells) {
        StringBuilder row = new StringBuilder("|");
        for (String cell : cells) {
            row.append(' ').append(cell.replace("|", "\\|")).append(cell.isEmpty() ? "|" : " |");
        }
        return row.append('\n').toString();
    }

    private static Map<String, List<Key>> sections() {
        Map<String, List<Key>> sections = new LinkedHashMap<>();
        sections.put("top", Keys.TOP);
        sections.put("listen", Keys.LISTEN);
        sections.put("server", Keys.SERVER);
        sections.put("auth", Keys.AUTH);
        sections.put("signin", Keys.SIGN_IN);
        sections.put("restart", Keys.RESTART);
        sections.put("health", Keys.HEALTH);
        sections.put("isolation", Keys.ISOLATION);
        sections.put("container", Keys.CONTAINER);
        sections.put("ssh", Keys.SSH);
        sections.put("sandbox", Keys.SANDBOX);
        sections.put("tool", Keys.TOOL);
        sections.put("key", Keys.API_KEY);
        sections.put("seals", Keys.SEALS);
        sections.put("replicas", Keys.REPLICAS);
        sections.put("secrets", Keys.SECRETS);
        sections.put("logs", Keys.LOGS);
        sections.put("vault", Keys.VAULT);
        sections.put("approle", Keys.APP_ROLE);
        sections.put("kubernetes", Keys.KUBERNETES);
        sections.put("serverwaits", Keys.SERVER_WAITS);
        sections.put("lifewaits", Keys.LIFE_WAITS);
        sections.put("hubwaits", Keys.HUB_WAITS);
        sections.put("bounds", Keys.BOUNDS);
        return sections;
    }
}
