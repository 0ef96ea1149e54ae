package dev.nave.edge.downstream.modern;

import dev.nave.hub.Client;
import dev.nave.hub.Question;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.Message;

/** The questions of a task that a client said it can answer: a listen is told of tasks for others too. */
final class Answerable {
    private static final String REQUESTS = "inputRequests";

    private Answerable() {}

    /** The notification without questions its client cannot answer. */
    static Message.Notification to(Client client, Message.Notification change) {
        Json requests = change.params().find(REQUESTS);
        if (requests == null || !requests.isObject()) {
            return change;
        }
        JsonObject kept = Json.object();
        requests.forEach((key, request) -> {
            Question question = new Question(
                    key,
                    request.string("method").orElse(""),
                    request.member("params").filter(Json::isObject).orElse(Json.EMPTY_OBJECT));
            if (client.canAnswer(question)) {
                kept.put(key, request);
            }
        });
        return new Message.Notification(
                change.method(),
                change.params().edit().put(REQUESTS, kept.build()).build());
    }
}
