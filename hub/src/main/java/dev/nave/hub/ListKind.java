package dev.nave.hub;

import dev.nave.protocol.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The lists a server has. */
public enum ListKind {
    TOOLS(Method.TOOLS_LIST, "tools", "name", Method.TOOLS_CHANGED, "toolsListChanged"),
    PROMPTS(Method.PROMPTS_LIST, "prompts", "name", Method.PROMPTS_CHANGED, "promptsListChanged"),
    RESOURCES(Method.RESOURCES_LIST, "resources", "uri", Method.RESOURCES_CHANGED, "resourcesListChanged"),
    /** Templates change together with resources: they have no notification of their own. */
    TEMPLATES(
            Method.TEMPLATES_LIST,
            "resourceTemplates",
            "uriTemplate",
            Method.RESOURCES_CHANGED,
            "resourcesListChanged");

    private static final Map<String, ListKind> BY_METHOD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ListKind::method, Function.identity()));

    private final String method;
    private final String member;
    private final String key;
    private final String changed;
    private final String interest;

    ListKind(String method, String member, String key, String changed, String interest) {
        this.method = method;
        this.member = member;
        this.key = key;
        this.changed = changed;
        this.interest = interest;
    }

    /** The request that lists. */
    public String method() {
        return method;
    }

    /** The member of the result that holds the entries. */
    public String member() {
        return member;
    }

    /** The member of an entry that names it. */
    public String key() {
        return key;
    }

    /** The notification that says the list changed. */
    public String changed() {
        return changed;
    }

    /** The member of a listen's filter that asks for that notification (2026-07-28, basic/patterns/subscriptions). */
    public String interest() {
        return interest;
    }

    /** The capability a server declares for it. */
    public String capability() {
        return this == TEMPLATES ? "resources" : member;
    }

    public static Optional<ListKind> ofMethod(String method) {
        return Optional.ofNullable(BY_METHOD.get(method));
    }

    /** The kind a change notification is about; resources stand for templates too. */
    public static Optional<ListKind> ofChange(String notification) {
        return Arrays.stream(values())
                .filter(kind -> kind.changed.equals(notification))
                .findFirst();
    }
}
