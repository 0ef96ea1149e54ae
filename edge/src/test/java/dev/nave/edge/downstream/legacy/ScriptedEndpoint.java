package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Exchange;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An endpoint whose answers a test decides. */
final class ScriptedEndpoint implements Endpoint {
    final List<Request> served = new CopyOnWriteArrayList<>();
    final LinkedBlockingQueue<String> notes = new LinkedBlockingQueue<>();
    private final List<Consumer<Event>> sinks = new CopyOnWriteArrayList<>();
    volatile Json capabilities =
            Json.parse("{\"tools\":{\"listChanged\":true},\"logging\":{},\"completions\":{},\"extensions\":{}}");
    volatile Optional<Json> tool = Optional.empty();
    private volatile Server server = (request, exchange) -> new Reply.Complete(Json.EMPTY_OBJECT);

    void answer(Server with) {
        server = with;
    }

    void answer(String result) {
        server = (request, exchange) -> new Reply.Complete(Json.parse(result));
    }

    void tell(Event event) {
        sinks.forEach(sink -> sink.accept(event));
    }

    /** Waits for what the door told the endpoint. */
    String nextNote() {
        try {
            String note = notes.poll(FakeHttp.PATIENCE, TimeUnit.SECONDS);
            return note == null ? "nothing" : note;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        served.add(request);
        return server.serve(request, exchange);
    }

    @Override
    public Description describe(Caller caller) {
        return new Description(
                Json.parse("{\"name\":\"hub\",\"title\":\"Hub\",\"version\":\"1\"}"),
                capabilities,
                Optional.of("Be kind."),
                Duration.ZERO,
                true);
    }

    @Override
    public Optional<Json> tool(Caller caller, String name) {
        return tool;
    }

    @Override
    public Subscription subscribe(Caller caller, Interest interest, Consumer<Event> sink) {
        sinks.add(sink);
        notes.add("subscribed");
        return new Subscription() {
            @Override
            public Interest honoured() {
                return interest;
            }

            @Override
            public Interest change(Interest changed) {
                notes.add("watching " + changed.resources()
                        + (changed.tasks().isEmpty() ? "" : " following " + changed.tasks()));
                return changed.resources().contains("test://deaf") ? Interest.NONE : changed;
            }

            @Override
            public void close() {
                sinks.remove(sink);
            }
        };
    }

    @Override
    public void rootsChanged(Caller caller, Optional<String> session) {
        notes.add("roots changed for " + caller.principal() + (session.isPresent() ? " in a session" : ""));
    }

    @Override
    public void sessionEnded(Caller caller, String session) {
        notes.add("session ended of " + caller.principal());
    }
}
