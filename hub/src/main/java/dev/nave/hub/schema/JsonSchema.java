package dev.nave.hub.schema;

import org.jspecify.annotations.Nullable;

/**
 * Judges values by JSON Schema: 2020-12, or the older draft a schema names. Formats are asserted. Nothing is ever
 * fetched: a schema that refers elsewhere is left undecided, as is one that is broken or takes too long. Safe for many
 * threads; blocks for a bounded time only.
 */
public final class JsonSchema {
    private final int schemaBytes;
    private final int valueBytes;
    private final long steps;
    private @Nullable Judge judge; // guarded by this

    /** With bounds that forms and arguments of tools do not reach. */
    public JsonSchema() {
        this(256 << 10, 1 << 20, 200_000);
    }

    /**
     * @param schemaBytes the largest schema, in bytes
     * @param valueBytes the largest value, in bytes
     * @param steps the most that is done for one verdict, in keywords judged and in characters matched
     */
    public JsonSchema(int schemaBytes, int valueBytes, long steps) {
        this.schemaBytes = schemaBytes;
        this.valueBytes = valueBytes;
        this.steps = steps;
    }

    /**
     * Judges a value by a schema.
     *
     * @param schema one JSON value in UTF-8
     * @param value one JSON value in UTF-8
     */
    public Verdict judge(byte[] schema, byte[] value) {
        return judge().of(schema, value);
    }

    /** Appointed when it is first needed: its libraries take their time, and most hubs never judge anything. */
    private synchronized Judge judge() {
        Judge known = judge;
        if (known == null) {
            known = new Judge(schemaBytes, valueBytes, steps);
            judge = known;
        }
        return known;
    }
}
