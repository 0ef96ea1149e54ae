package dev.nave.app.help;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A subject that {@code nave help} explains. The text stands in a page of {@code docs/} between {@code <!-- help: NAME -->}
 * and {@code <!-- end help -->}; the build puts the pages beside this class.
 */
enum Topic {
    CONFIGURATION("configuration", "configuration", "Where a configuration lies and what stands in it."),
    NAMES("names", "configuration", "How tools of several servers are told apart."),
    SECRETS("secrets", "secrets", "How secrets are kept out of the configuration."),
    CLIENTS("clients", "clients", "Taking over your clients' servers, and connecting the clients."),
    LIFECYCLE("lifecycle", "lifecycle", "What keeps servers up, and when they are started."),
    LOGS("logs", "logs", "What is logged, where, and how to look at it."),
    SERVICE("service", "service", "Nave as a service of the system or of your session."),
    SHELL("shell", "install", "Completions for bash, zsh and fish.");

    private final String word;
    private final String page;
    private final String summary;

    Topic(String word, String page, String summary) {
        this.word = word;
        this.page = page;
        this.summary = summary;
    }

    static Optional<Topic> named(String word) {
        return Arrays.stream(values()).filter(topic -> topic.word.equals(word)).findFirst();
    }

    String word() {
        return word;
    }

    String summary() {
        return summary;
    }

    /** The text, in Markdown. */
    String markdown() {
        String start = "<!-- help: " + word + " -->";
        String text = page();
        int from = text.indexOf(start);
        int to = text.indexOf("<!-- end help -->", from);
        if (from < 0 || to < 0) {
            throw new IllegalStateException("docs/" + page + ".md has nothing between " + start + " and its end");
        }
        return text.substring(from + start.length(), to).strip();
    }

    /** Where there is more. */
    String more() {
        return "docs/" + page + ".md";
    }

    private String page() {
        String name = page + ".md";
        try (InputStream text = Topic.class.getResourceAsStream(name)) {
            if (text == null) {
                throw new IllegalStateException("The program was built without docs/" + name);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
