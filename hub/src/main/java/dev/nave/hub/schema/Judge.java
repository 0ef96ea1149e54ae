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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What {@link JsonSchema} promises, done with the libraries that can. Safe for many threads. */
final class Judge {
    private static final int MOST_REASONS = 20;

    private final Trees trees;
    private final long steps;
    private final SchemaRegistry registry;
    /** The schemas of schemas, which come with the library: one for each draft at most. */
    private final SchemaRegistry drafts;

    Judge(int schemaBytes, int valueBytes, long steps) {
        this.trees = new Trees(schemaBytes, valueBytes);
        this.steps = steps;
        SchemaRegistryConfig configuration = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ENGLISH)
                .preloadSchema(false)
                .regularExpressionFactory(new BoundedPatterns(steps))
                .build();
        SpecificationVersion draft = SpecificationVersion.DRAFT_2020_12;
        this.registry = SchemaRegistry.withDefaultDialect(draft, builder -> builder.schemaRegistryConfig(configuration)
                .schemaCacheEnabled(false)
                .schemaLoader(loader -> loader.fetchRemoteResources(false).block(_ -> true)));
        this.drafts = SchemaRegistry.withDefaultDialect(
                draft, builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources(false)));
    }

    Verdict of(byte[] schema, byte[] value) {
        JsonNode rules;
        try {
            rules = trees.schema(schema);
        } catch (JacksonException | IllegalArgumentException e) {
            return new Verdict.Undecided("The schema cannot be used: " + e.getMessage());
        }
        JsonNode tree;
        try {
            tree = trees.value(value);
        } catch (JacksonException e) {
            return new Verdict.Misfits(List.of("This is not one JSON value: " + e.getOriginalMessage()));
        } catch (IllegalArgumentException e) {
            return new Verdict.Undecided("The value cannot be judged: " + e.getMessage());
        }
        return of(rules, tree);
    }

    private Verdict of(JsonNode rules, JsonNode value) {
        try {
            List<Error> broken = draft(rules).validate(rules, this::bound);
            if (!broken.isEmpty()) {
                return new Verdict.Undecided("The schema is broken at " + reason(broken.getFirst()));
            }
            List<Error> errors = registry.getSchema(rules).validate(value, this::bound);
            if (errors.isEmpty()) {
                return new Verdict.Fits();
            }
            return new Verdict.Misfits(
                    errors.stream().limit(MOST_REASONS).map(Judge::reason).toList());
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
    private Schema draft(JsonNode rules) {
        String named = rules.path("$schema").asString("");
        SpecificationVersion draft = named.isEmpty()
                ? SpecificationVersion.DRAFT_2020_12
                : SpecificationVersion.fromSchemaNode(rules)
                        .orElseThrow(() -> new SchemaException("it is of '" + named + "', which is no known draft"));
        return drafts.getSchema(SchemaLocation.of(draft.getDialectId()));
    }

    private void bound(ExecutionContext context) {
        context.executionConfig(
                configuration -> configuration.maxEvaluationSteps(steps).maxEvaluationDepth(512));
    }

    private static String reason(Error error) {
        String place = error.getInstanceLocation().toString();
        return (place.isEmpty() ? "" : place + ": ") + error.getMessage();
    }
}
