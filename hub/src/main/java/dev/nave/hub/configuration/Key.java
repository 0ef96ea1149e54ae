package dev.nave.hub.configuration;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A key that may stand in a configuration.
 *
 * @param standard the default as written in a file; empty for none
 * @param meaning one or two sentences for the reference
 */
record Key(String name, KeyType type, String standard, String meaning) {

    Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>(type.schema());
        schema.put("description", meaning.replace("`", ""));
        if (!standard.isEmpty() && type.equals(KeyType.TRUTH)) {
            schema.put("default", Boolean.valueOf(standard));
        } else if (!standard.isEmpty() && type.equals(KeyType.COUNT)) {
            schema.put("default", Long.valueOf(standard));
        } else if (!standard.isEmpty() && !standard.equals("[]") && !standard.equals("{}")) {
            schema.put("default", standard);
        }
        return schema;
    }
}
