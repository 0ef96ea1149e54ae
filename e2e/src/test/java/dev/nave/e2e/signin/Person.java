package dev.nave.e2e.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody in front of a browser of their own. */
final class Person {
    private static final Pattern TICKET = Pattern.compile("name=\"ticket\" value=\"([^\"]+)\"");
    private static final Pattern ONWARD = Pattern.compile("http-equiv=\"refresh\" content=\"0;url=([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Goes to a page, and on to wherever it leads; what stands there in the end. */
    String open(URI page) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(page));
        Optional<String> next = answer.headers().firstValue("Location");
        if (next.isPresent()) {
            return open(page.resolve(next.get()));
        }
        Matcher onward = ONWARD.matcher(answer.body());
        return onward.find() ? open(URI.create(onward.group(1).replace("&amp;", "&"))) : answer.body();
    }

    /** Reads a page of the hub and goes on; what stands there in the end. */
    String agree(URI page, String key) throws IOException, InterruptedException {
        String first = open(page);
        Matcher ticket = TICKET.matcher(first);
        assertThat(ticket.find()).as(first).isTrue();
        String form = "ticket=" + ticket.group(1) + "&key=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
        String next = send(HttpRequest.newBuilder(page.resolve("/oauth/sign-in"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", "http://" + page.getAuthority())
                        .POST(HttpRequest.BodyPublishers.ofString(form)))
                .body();
        Matcher onward = ONWARD.matcher(next);
        return onward.find() ? open(URI.create(onward.group(1).replace("&amp;", "&"))) : next;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return browser.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }
}
