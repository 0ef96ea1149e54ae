package dev.nave.hub.schema;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Judges values by JSON Schema: 2020-12, or the older draft a schema names. Formats are asserted. Nothing is ever
 * fetched: a schema that refers elsewhere is left undecided, as is one that is broken or takes too long. Safe for many
 * threads; blocks for a bounded time only.
 */
public final class JsonSchema {
    private static final int MOST_REASONS = 20;

    private final int schemaBytes;
    private final int valueBytes;
    private final long steps;
    private @Nullable Library library; // guarded by this

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

    /** Made when it is first needed: most hubs never judge anything. */
    private synchronized Library library() {
        Library known = library;
        if (known == null) {
            known = new Library(schemaBytes, valueBytes, steps);
            library = known;
        }
        return known;
    }

    /**
     * Judges a value by a schema.
     *
     * @param schema one JSON value in UTF-8
     * @param value one JSON value in UTF-8
     */
    public Verdict judge(byte[] schema, byte[] value) {
        Library tools = library();
        JsonNode rules;
        try {
            rules = tools.trees.schema(schema);
        } catch (JacksonException | IllegalArgumentException e) {
            return new Verdict.Undecided("The schema cannot be used: " + e.getMessage());
        }
        JsonNode tree;
        try {
            tree = tools.trees.value(value);
        } catch (JacksonException e) {
            return new Verdict.Misfits(List.of("This is not one JSON value: " + e.getOriginalMessage()));
        } catch (IllegalArgumentException e) {
            return new Verdict.Undecided("The value cannot be judged: " + e.getMessage());
        }
        return judge(tools, rules, tree);
    }

    private Verdict judge(Library tools, JsonNode rules, JsonNode value) {
        try {
            List<Error> broken = draft(tools, rules).validate(rules, this::bound);
            if (!broken.isEmpty()) {
                return new Verdict.Undecided("The schema is broken at " + reason(broken.getFirst()));
            }
            List<Error> errors = tools.registry.getSchema(rules).validate(value, this::bound);
            if (errors.isEmpty()) {
                return new Verdict.Fits();
            }
            return new Verdict.Misfits(
                    errors.stream().limit(MOST_REASONS).map(JsonSchema::reason).toList());
        } catch (ValidationLimitExceededException | BoundedPatterns.Exhausted _) {
            return new Verdict.Undecided("Judging by this schema takes more than " + steps + " steps.");
        } catch (SchemaException | PatternSyntaxException e) {
            return new Verdict.Undecided("The schema cannot be used: " + e.getMessage());
        } catch (StackOverflowError _) {
            return new Verdict.Undecided("The schema or one of its patterns runs in circles.");
        } catch (RuntimeException e) {
            // The library meets a broken schema with whatever its code runs into, a cast or a missing value.
            return new Verdict.Undecided("The schema cannot be used: " + e);
        }
    }

    /** The schema of schemas of the draft that this one names. */
    private static Schema draft(Library tools, JsonNode rules) {
        String named = rules.path("$schema").asString("");
        SpecificationVersion draft = named.isEmpty()
                ? SpecificationVersion.DRAFT_2020_12
                : SpecificationVersion.fromSchemaNode(rules)
                        .orElseThrow(() -> new SchemaException("it is of '" + named + "', which is no known draft"));
        return tools.drafts.getSchema(SchemaLocation.of(draft.getDialectId()));
    }

    private void bound(ExecutionContext context) {
        context.executionConfig(
                configuration -> configuration.maxEvaluationSteps(steps).maxEvaluationDepth(512));
    }

    private static String reason(Error error) {
        String place = error.getInstanceLocation().toString();
        return (place.isEmpty() ? "" : place + ": ") + error.getMessage();
    }

    /** What does the work. */
    private static final class Library {
        private final Trees trees;
        private final SchemaRegistry registry;
        /** The schemas of schemas, which come with the library: one for each draft at most. */
        private final SchemaRegistry drafts;

        Library(int schemaBytes, int valueBytes, long steps) {
            this.trees = new Trees(schemaBytes, valueBytes);
            SchemaRegistryConfig configuration = SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .locale(Locale.ENGLISH)
                    .preloadSchema(false)
                    .regularExpressionFactory(new BoundedPatterns(steps))
                    .build();
            SpecificationVersion draft = SpecificationVersion.DRAFT_2020_12;
            this.registry = SchemaRegistry.withDefaultDialect(draft, builder -> builder.schemaRegistryConfig(
                            configuration)
                    .schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false).block(_ -> true)));
            this.drafts = SchemaRegistry.withDefaultDialect(
                    draft, builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources(false)));
        }
    }
}
