package dev.nave.app.cli;

import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Text for people, or JSON for programs. */
public final class Output {
    @Option(names = "--json", description = "Print JSON.")
    public boolean json;

    /** The blocks of a tool's result or a prompt's message, as far as a terminal can show them. */
    public static void blocks(List<Json> blocks, PrintWriter out) {
        for (Json block : blocks) {
            out.println(block(block));
        }
    }

    public static String block(Json block) {
        String type = block.string("type").orElse("");
        return switch (type) {
            case "text" -> block.string("text").orElse("");
            case "resource" -> block.member("resource").map(Output::content).orElse("");
            case "resource_link" -> "[link " + block.string("uri").orElse("") + "]";
            default ->
                "[" + type + block.string("mimeType").map(mime -> " " + mime).orElse("") + "]";
        };
    }

    /** What a resource contains, for a terminal. */
    public static String content(Json content) {
        Optional<String> text = content.string("text");
        return text.orElseGet(() -> "[" + content.string("mimeType").orElse("bytes") + " "
                + content.string("blob").map(String::length).orElse(0) + " characters of base64]");
    }

    /** The first line of a text, shortened to fit one line of a terminal. */
    public static String firstLine(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() <= 100 ? line : line.substring(0, 99) + "…";
    }
}
