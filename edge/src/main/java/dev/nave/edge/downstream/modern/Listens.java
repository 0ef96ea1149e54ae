package dev.nave.edge.downstream.modern;

import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Client;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Failure;
import dev.nave.hub.ListKind;
import dev.nave.hub.Quota;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Message;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Serves {@code subscriptions/listen}: an acknowledgement, changes as they come, and a result at the end. */
final class Listens implements AutoCloseable {
    private static final String RESOURCES = "resourceSubscriptions";
    private static final String TASKS = "taskIds";

    private final Quota quota;
    private final int mostResources;
    private final Set<ChangeBox> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Serves nobody yet.
     *
     * @param quota of listens at once
     * @param mostResources resources, and tasks, that one listen may name
     */
    Listens(Quota quota, int mostResources) {
        this.quota = quota;
        this.mostResources = mostResources;
    }

    /** Serves one listen until the client leaves, the endpoint ends it, or the door closes. */
    void serve(
            Outlet outlet, Cancellation gone, Caller caller, Client client, Endpoint endpoint, Message.Request request)
            throws IOException {
        Json filter = request.params().find("notifications");
        if (filter == null || !filter.isObject()) {
            outlet.end(refusal(
                    request,
                    400,
                    ErrorCode.INVALID_PARAMS,
                    "Expected params.notifications, an object such as {\"toolsListChanged\": true}, got "
                            + (filter == null ? "none" : filter)));
            return;
        }
        Endpoint.Interest interest = interest(filter);
        if (filter.find(TASKS) != null && !client.hasExtension(MetaKey.TASKS_EXTENSION)) {
            outlet.end(Wire.failure(request.id(), Wire.needsTasks()));
            return;
        }
        if (interest.tasks().size() > mostResources) {
            outlet.end(refusal(
                    request,
                    400,
                    ErrorCode.INVALID_PARAMS,
                    "Expected at most " + mostResources + " tasks in one listen, got "
                            + interest.tasks().size()));
            return;
        }
        if (interest.resources().size() > mostResources) {
            outlet.end(refusal(
                    request,
                    400,
                    ErrorCode.INVALID_PARAMS,
                    "Expected at most " + mostResources + " resources in one listen, got "
                            + interest.resources().size()));
            return;
        }
        switch (quota.take(caller.principal())) {
            case PRINCIPAL_FULL ->
                outlet.end(refusal(
                        request, 429, ErrorCode.INTERNAL_ERROR, "You listen as often as you may: end a listen first."));
            case FULL ->
                outlet.end(refusal(
                        request, 503, ErrorCode.INTERNAL_ERROR, "The hub has no listens left: try again later."));
            case TAKEN -> {
                try {
                    listen(outlet, gone, caller, client, endpoint, request, interest);
                } finally {
                    quota.give(caller.principal());
                }
            }
        }
    }

    /** Ends every listen with its result, and lets none begin. */
    @Override
    public void close() {
        closed = true;
        open.forEach(ChangeBox::end);
    }

    private void listen(
            Outlet outlet,
            Cancellation gone,
            Caller caller,
            Client client,
            Endpoint endpoint,
            Message.Request request,
            Endpoint.Interest interest)
            throws IOException {
        Json mark =
                Json.object().put(MetaKey.SUBSCRIPTION_ID, request.id().value()).build();
        ChangeBox box = new ChangeBox();
        open.add(box);
        Cancellation.Registration leaving = gone.onCancel(box::leave);
        try (Endpoint.Subscription subscription = endpoint.subscribe(caller, interest, box)) {
            Endpoint.Interest honoured = subscription.honoured();
            box.honour(honoured);
            outlet.tell(new Message.Notification(
                    Method.ACKNOWLEDGED,
                    Json.object()
                            .put("notifications", filter(honoured))
                            .put("_meta", mark)
                            .build()));
            if (honoured.isEmpty() || closed) {
                box.end();
            }
            while (true) {
                switch (box.next()) {
                    case ChangeBox.Next.Change(Message.Notification change) ->
                        outlet.tell(marked(Answerable.to(client, change), mark));
                    case ChangeBox.Next.Ended ended -> {
                        Json result = Json.object().put("_meta", mark).build();
                        Json self = endpoint.serverInfo(caller);
                        outlet.end(Wire.result(request.id(), Results.of("complete", result, self)));
                        return;
                    }
                    case ChangeBox.Next.Left left -> {
                        outlet.abandon();
                        return;
                    }
                }
            }
        } finally {
            leaving.close();
            open.remove(box);
        }
    }

    private static Endpoint.Interest interest(Json filter) {
        Set<ListKind> lists = EnumSet.noneOf(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            if (kind != ListKind.TEMPLATES && filter.flag(kind.interest())) {
                lists.add(kind);
            }
        }
        return new Endpoint.Interest(lists, named(filter, RESOURCES), named(filter, TASKS));
    }

    private static Set<String> named(Json filter, String member) {
        Set<String> names = new LinkedHashSet<>();
        filter.member(member).map(Json::elements).orElse(List.of()).stream()
                .filter(Json::isString)
                .map(Json::text)
                .forEach(names::add);
        return names;
    }

    private static Json filter(Endpoint.Interest honoured) {
        JsonObject filter = Json.object();
        honoured.lists().stream().sorted().forEach(kind -> filter.put(kind.interest(), true));
        put(filter, RESOURCES, honoured.resources());
        put(filter, TASKS, honoured.tasks());
        return filter.build();
    }

    private static void put(JsonObject filter, String member, Set<String> names) {
        if (!names.isEmpty()) {
            filter.put(member, Json.array(names.stream().sorted().map(Json::of).toList()));
        }
    }

    private static Message.Notification marked(Message.Notification change, Json mark) {
        Json meta = change.params().find("_meta");
        Json all = meta != null && meta.isObject() ? meta.edit().putAll(mark).build() : mark;
        return new Message.Notification(
                change.method(), change.params().edit().put("_meta", all).build());
    }

    private static Outcome refusal(Message.Request request, int status, int code, String problem) {
        Outcome failure = Wire.failure(request.id(), new Failure(code, problem, null));
        return new Outcome(status, failure.message());
    }
}
