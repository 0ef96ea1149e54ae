package dev.nave.e2e;

import static dev.nave.e2e.Cell.Rule.noLegacyClient;
import static dev.nave.e2e.Cell.Rule.noModernClient;
import static dev.nave.e2e.Cell.Rule.noModernServer;
import static dev.nave.e2e.Cell.Rule.onlyClientsOfHttp;
import static dev.nave.e2e.Cell.Rule.onlyServersOfHttp;

import dev.nave.e2e.Cell.Rule;
import java.util.List;

/**
 * What a client can have of a server. One line here and the step of the same name in {@code drivers/features} make a row of
 * the published tables; a rule says where the revisions themselves leave no room for it.
 */
enum Feature {
    LIST_AND_CALL("tools: list and call"),
    SCHEMAS("tools: schemas keep every keyword"),
    STRUCTURED_CONTENT("tools: arguments and structured content"),
    PARAMETER_HEADERS("tools: arguments in headers"),
    CONTENT("tools: image, sound, embedded resource, link"),
    FAILING_CALL("tools: failing call"),
    UNKNOWN_TOOL("tools: unknown name"),
    APPS("tools: an app of their own (MCP Apps)"),
    EXTENSIONS("extensions: what nobody knows passes"),
    PROMPTS("prompts: list and get"),
    PROMPT_RESOURCES("prompts: embedded resource"),
    RESOURCES("resources: list and read"),
    TEMPLATES("resources: templates"),
    NO_RESOURCE("resources: not found"),
    COMPLETION("completion: of a prompt"),
    COMPLETION_IN_CONTEXT("completion: of a template, in a context"),
    SERVER_PAGES("pagination: of a server"),
    HUB_PAGES("pagination: of the hub"),
    CACHING(
            "caching hints",
            noLegacyClient("Caching hints came with 2026-07-28: results before it have no place for them")),
    PROGRESS("progress"),
    LOGGING("logging: as wanted"),
    NO_LOGGING("logging: none unasked"),
    OTHER_LEVEL("logging: another level for another"),
    PING_BY_CLIENT("ping: by the client", noModernClient("2026-07-28 has no ping")),
    PING_BY_SERVER("ping: by the server", noModernServer("A server of 2026-07-28 sends no requests, and so no ping")),
    CANCELLATION("cancellation"),
    FORMS("elicitation: accepted"),
    DECLINED_FORMS("elicitation: declined and cancelled"),
    DEFAULTS("elicitation: defaults"),
    ENUMERATIONS("elicitation: enumerations"),
    PAGES("elicitation: page"),
    PAGE_FIRST("elicitation: page first, then the call"),
    PAGE_DONE(
            "elicitation: told that the page is done",
            noModernClient("2026-07-28 has no notifications/elicitation/complete"),
            noModernServer("2026-07-28 has no notifications/elicitation/complete")),
    SAMPLING("sampling"),
    SAMPLING_WITH_TOOLS("sampling: with tools, and content in blocks"),
    ROOTS("roots"),
    CHANGED_ROOTS("roots: changed meanwhile"),
    SEVERAL_QUESTIONS("questions: several at once"),
    SEVERAL_ROUNDS("questions: several rounds"),
    ONE_RUN("questions: the call runs once"),
    QUESTIONS_OF_SEVERAL("questions: of several calls at a time"),
    PROMPT_QUESTIONS("questions: during prompts/get"),
    RESOURCE_QUESTIONS("questions: during resources/read"),
    ANSWERABLE_QUESTIONS("questions: only what the client can answer"),
    CHANGED_TOOLS("changes: tools"),
    CHANGED_PROMPTS("changes: prompts"),
    CHANGED_RESOURCES("changes: resources"),
    CHANGED_TEMPLATES("changes: templates"),
    CHANGED_RESOURCE("changes: a resource"),
    LOST_SERVER("changes: a resource while its server was away"),
    NO_CHANGES("changes: none unasked"),
    CLIENT_RESUMES(
            "resumption: by the client",
            noModernClient("2026-07-28 took resumption out: a stream that broke is a call that was cancelled"),
            onlyClientsOfHttp("Only Streamable HTTP gives events an id to come back with")),
    HUB_RESUMES(
            "resumption: of the server's stream",
            noModernServer("2026-07-28 took resumption out: a stream that broke is a call that was cancelled"),
            onlyServersOfHttp("Only Streamable HTTP gives events an id to come back with")),
    BATCHES("batches", noModernClient("2025-03-26 alone has batches")),
    CLIENT_2024_11_05("revision 2024-11-05: of the client", noModernClient(Words.CLIENT)),
    CLIENT_2025_03_26("revision 2025-03-26: of the client", noModernClient(Words.CLIENT)),
    CLIENT_2025_06_18("revision 2025-06-18: of the client", noModernClient(Words.CLIENT)),
    CLIENT_2025_11_25("revision 2025-11-25: of the client", noModernClient(Words.CLIENT)),
    SERVER_2024_11_05("revision 2024-11-05: of the server", noModernServer(Words.SERVER)),
    SERVER_2025_03_26("revision 2025-03-26: of the server", noModernServer(Words.SERVER)),
    SERVER_2025_06_18("revision 2025-06-18: of the server", noModernServer(Words.SERVER)),
    SERVER_2025_11_25("revision 2025-11-25: of the server", noModernServer(Words.SERVER)),
    // The last one: a question nobody comes back for keeps its place at the server for a while.
    CANCELLED_QUESTION("cancellation: while a question is open");

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // A copy, and a rule is a record.
    private final List<Rule> rules;

    Feature(String label, Rule... rules) {
        this.label = label;
        this.rules = List.of(rules);
    }

    /** The row of the tables, and the name of the step that tries it. */
    String label() {
        return label;
    }

    /** Where it cannot be. */
    List<Rule> rules() {
        return rules;
    }

    /** Whether a server shows it to a client without a hub between them. */
    boolean isOfServersAlone() {
        return switch (this) {
            case LOST_SERVER, SERVER_2024_11_05, SERVER_2025_03_26, SERVER_2025_06_18 -> false;
            // A server does not leave out what its client's revision does not have.
            case CLIENT_2024_11_05, CLIENT_2025_03_26 -> false;
            default -> true;
        };
    }

    /** Enum constants cannot use constants of their own enum. */
    private static final class Words {
        static final String CLIENT = "The client of this row opens with initialize, as none of 2026-07-28 does";
        static final String SERVER = "The server of this row opens with initialize, as none of 2026-07-28 does";
    }
}
