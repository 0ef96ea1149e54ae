package dev.nave.e2e.reload;

import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.Post;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client that listens to changes of the tools, and looks at them whenever it hears of one. */
final class Onlooker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final WebClient client;
    private final Post listen;
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private Onlooker(WebClient client, Post listen) {
        this.client = client;
        this.listen = listen;
    }

    static Onlooker open(String url) throws IOException {
        WebClient client = WebClient.open(url, Era.MODERN);
        byte[] request = Messages.request(
                Era.MODERN, "1", "subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true}");
        Post listen = client.send(request);
        Onlooker onlooker = new Onlooker(client, listen);
        if (listen.message().isEmpty()) {
            throw new IOException("The listen was not acknowledged");
        }
        Thread.ofVirtual().start(onlooker::hear);
        return onlooker;
    }

    private void hear() {
        try {
            for (var message = listen.message(); message.isPresent(); message = listen.message()) {
                String method = Spelled.of(message.get()).string("method").orElse("");
                if (method.equals("notifications/tools/list_changed")) {
                    heard.add(method);
                }
            }
            heard.add("the listen ended");
        } catch (IOException e) {
            heard.add("the listen broke: " + e.getMessage());
        }
    }

    /** The tools as they are listed now. */
    String tools() throws IOException {
        byte[] request = Messages.request(Era.MODERN, client.freshId(), "tools/list", "");
        return Spelled.of(client.exchange(request))
                .at("result", "tools")
                .orElseThrow()
                .text();
    }

    /**
     * Waits until it has heard of a change after which the tools are so.
     *
     * @throws AssertionError when it hears nothing more before they are
     */
    void awaitTools(Predicate<String> so) throws IOException, InterruptedException {
        while (true) {
            String event = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!"notifications/tools/list_changed".equals(event)) {
                throw new AssertionError("Expected a change of the tools, got " + event + "; the tools are " + tools());
            }
            if (so.test(tools())) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listen.close();
    }
}
