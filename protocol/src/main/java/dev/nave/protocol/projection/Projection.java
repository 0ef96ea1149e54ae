package dev.nave.protocol.projection;

import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;

/**
 * Turns what is said in the form of any revision into what a peer of one revision takes. Everything is a pure function:
 * a value that needs no change comes back as it is, byte for byte; unknown members always stay. Members are cut only
 * where the peer's own revision does not define them and a strict reader would refuse them.
 */
public final class Projection {
    private final Revision revision;
    private final Entries entries;
    private final Contents contents;

    private Projection(Revision revision) {
        this.revision = revision;
        this.entries = new Entries(revision);
        this.contents = new Contents(revision);
    }

    /** The projection to a peer that speaks this revision. */
    public static Projection to(Revision revision) {
        return new Projection(revision);
    }

    /**
     * A result for a client of the revision. For a legacy client {@code resultType}, caching hints and
     * {@code serverInfo} go; a modern door adds its own.
     *
     * @param method the request that is answered, such as {@code tools/list}
     * @param result an object
     */
    public Json result(String method, Json result) {
        Json bare = revision.isModern() ? result : Edits.withoutModern(result);
        return switch (method) {
            case Method.TOOLS_LIST -> Edits.each(bare, "tools", entries::tool);
            case Method.PROMPTS_LIST -> Edits.each(bare, "prompts", entries::prompt);
            case Method.RESOURCES_LIST -> Edits.each(bare, "resources", entries::entry);
            case Method.TEMPLATES_LIST -> Edits.each(bare, "resourceTemplates", entries::entry);
            case Method.TOOLS_CALL -> ToolResults.project(bare, revision, contents);
            case Method.PROMPTS_GET ->
                Edits.each(bare, "messages", message -> Edits.member(message, "content", contents::block));
            case Method.RESOURCES_READ -> Edits.each(bare, "contents", contents::resource);
            default -> bare;
        };
    }

    /**
     * A question for a client of the revision. Whether the client declared the capability is another matter.
     *
     * @param method {@code elicitation/create}, {@code sampling/createMessage} or {@code roots/list}
     * @param params in the form of any revision
     */
    public ProjectedQuestion question(String method, Json params) {
        return switch (method) {
            case Method.ELICITATION -> Elicitations.project(params, revision);
            case Method.SAMPLING -> Samplings.question(params, revision, contents);
            default -> new ProjectedQuestion.Possible(params);
        };
    }

    /**
     * A client's answer for a server of the revision, which may not take the form the client's revision has.
     *
     * @param method of the question
     * @param result what the client answered, a bare result object
     */
    public ProjectedQuestion answer(String method, Json result) {
        Json bare = Edits.without(result, "resultType");
        return switch (method) {
            case Method.SAMPLING -> Samplings.answer(bare, revision, contents);
            case Method.ROOTS_LIST -> new ProjectedQuestion.Possible(Edits.each(bare, "roots", contents::resource));
            default -> new ProjectedQuestion.Possible(bare);
        };
    }

    /** The params of {@code notifications/progress}; 2024-11-05 has no {@code message}. */
    public Json progress(Json params) {
        return revision == Revision.V2024_11_05 ? Edits.without(params, "message") : params;
    }

    /** What a server can do, for a client of the revision. */
    public Json serverCapabilities(Json capabilities) {
        return Capabilities.ofServer(capabilities, revision);
    }

    /** What a client can do, for a server of the revision: never more than the revision knows. */
    public Json clientCapabilities(Json capabilities) {
        return Capabilities.ofClient(capabilities, revision);
    }

    /** {@code clientInfo} or {@code serverInfo}; members younger than the revision go. */
    public Json information(Json info) {
        if (revision.isAtLeast(Revision.V2025_11_25)) {
            return info;
        }
        Json older = Edits.without(info, "icons", "websiteUrl", "description");
        return revision.isAtLeast(Revision.V2025_06_18) ? older : Edits.without(older, "title");
    }
}
