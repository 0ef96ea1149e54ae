package dev.nave.edge.manifest;

import dev.nave.hub.Sha256;
import dev.nave.transport.http.HttpExchange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A document as it was published from one moment on.
 *
 * @param tag a strong {@code ETag}: the same for the same bytes, on every node
 * @param since when it took the place of another, in whole seconds; later than that other's, so that two which follow
 *     each other within a second are told apart
 */
record Edition(byte[] content, String tag, Instant since) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    static Edition first(byte[] content, Instant now) {
        return new Edition(content, tag(content), now.truncatedTo(ChronoUnit.SECONDS));
    }

    /** What is published in place of this, which is the same where the bytes are. */
    Edition next(byte[] other, Instant now) {
        if (tag(other).equals(tag)) {
            return this;
        }
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return new Edition(other, tag(other), second.isAfter(since) ? second : since.plusSeconds(1));
    }

    /**
     * The {@code Last-Modified} of an answer, which may not lie in its future (RFC 9110, 8.8.2.1). A client that was told
     * less is sent the document once more than need be.
     */
    String lastModified(Instant now) {
        return DATE.format(since.isAfter(now) ? now : since);
    }

    /** Whether a client has it: by its tags if it names any, else by its date (RFC 9110, 13.2.2). */
    boolean isKnownTo(HttpExchange http) {
        List<String> tags = http.headers("If-None-Match");
        if (!tags.isEmpty()) {
            return tags.stream().anyMatch(this::isAmong);
        }
        return http.header("If-Modified-Since")
                .flatMap(Edition::date)
                .filter(date -> !date.isBefore(since))
                .isPresent();
    }

    /** Weak tags match too, as they are to here (RFC 9110, 13.1.2). */
    private boolean isAmong(String header) {
        return header.strip().equals("*")
                || List.of(header.split(",")).stream()
                        .map(String::strip)
                        .map(one -> one.startsWith("W/") ? one.substring(2) : one)
                        .anyMatch(tag::equals);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DATE).toInstant());
        } catch (DateTimeException unknown) {
            return Optional.empty(); // To be ignored (RFC 9110, 13.1.3).
        }
    }

    private static String tag(byte[] content) {
        return '"' + Sha256.base64(content).substring(0, 22) + '"';
    }
}
