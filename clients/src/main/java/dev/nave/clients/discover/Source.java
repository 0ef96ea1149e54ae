package dev.nave.clients.discover;

import dev.nave.clients.discover.Found.Evidence;
import dev.nave.clients.file.Document;
import dev.nave.clients.file.Format;
import dev.nave.clients.file.Step;
import dev.nave.clients.file.Tree;
import dev.nave.hub.configuration.ServerNames;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A file that may be about a server, read within bounds. */
record Source(Path file, Document document) {

    static Source read(Path file, Format format, Limits limits) throws IOException {
        return new Source(file, Document.read(format, text(file, limits)));
    }

    /** The text of a file, as UTF-8 whatever it is: a description that is no text is no description. */
    static String text(Path file, Limits limits) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return text(in, limits);
        }
    }

    static String text(InputStream in, Limits limits) throws IOException {
        byte[] bytes = in.readNBytes(limits.bytes() + 1);
        if (bytes.length > limits.bytes()) {
            throw new IOException("It is larger than " + (limits.bytes() >> 10) + " KiB, which no description is.");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    Json json() {
        return document.root().json();
    }

    Path directory() {
        return directory(file);
    }

    static Path directory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory == null ? file.toAbsolutePath() : directory;
    }

    /** What stands at a way, as evidence. */
    Evidence evidence(String text, String... way) {
        Optional<Tree> tree = document.at(Step.keys(way));
        return new Evidence(file, tree.map(document::line).orElse(0), text);
    }

    /** A name that Nave takes, of one that others gave: without the owner, and without saying again that it is one. */
    static String name(String given) {
        String plain = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf(':')) + 1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("^(?:mcp-server|server|mcp)[-_.]|[-_.](?:mcp-server|mcp|server)$", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        return ServerNames.fitting(plain.isEmpty() ? "server" : plain);
    }

    /** A reference to an environment variable. */
    static String variable(String name) {
        String plain =
                name.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "").toUpperCase(Locale.ROOT);
        return "${env:" + plain.replaceAll("^(?=\\d)|^$", "_") + "}";
    }
}
