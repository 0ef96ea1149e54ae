package dev.nave.e2e.bytes;

import dev.nave.e2e.scripted.PipeChild;
import dev.nave.e2e.scripted.Received;
import dev.nave.e2e.scripted.Script;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tools of a server that gives back the arguments it was called with, in every place of a result that can hold them.
 * What is short it sends in parts of a few bytes, so that characters are torn.
 */
final class Mirror {
    /** Answers with one JSON text. */
    static final String WHOLE = "mirror";

    /** Answers with an event, where the wire has events. */
    static final String STREAM = "mirror-stream";

    private static final int SHORT = 4_000;
    private static final int PART = 7;

    private Mirror() {}

    static Script script(Script.Era era) {
        return new Script(era)
                .tool(WHOLE, call -> answer(call, false))
                .tool(STREAM, call -> answer(call, true))
                .tool("wait", call -> call.result(Script.text("waited")));
    }

    /** The result for a call, as the server spells it. */
    static String result(Received call) {
        String arguments =
                call.message().at("params", "arguments").orElseThrow().text();
        String type = "{ \"content\" : [\t{\"vendor\":" + arguments + ",\"type\":\"text\",\"text\":\"\\u006fk\"}],";
        return type + " \"x-number\":1.0e5,\r\"structuredContent\" : " + arguments
                + ",\"resultType\":\"complete\",\"_meta\":{\"example.com/kept\":" + arguments + "}}";
    }

    /** Cuts what is short into parts of a few bytes. */
    static List<byte[]> parts(byte[] bytes) {
        if (bytes.length > SHORT) {
            return List.of(bytes);
        }
        List<byte[]> parts = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += PART) {
            parts.add(Arrays.copyOfRange(bytes, at, Math.min(at + PART, bytes.length)));
        }
        return parts;
    }

    private static void answer(Received call, boolean stream) throws IOException {
        String response = "{\"jsonrpc\":\"2.0\", \"result\":" + result(call) + ",\t\"id\":" + call.id() + "}";
        switch (call) {
            case PipeChild.Call pipe -> {
                for (byte[] part : parts(utf8(response + "\n"))) {
                    pipe.child().write(part);
                }
            }
            case WebCall web
            when stream -> {
                web.open();
                String event = "id: 1\r\nevent: message\r\ndata: "
                        + Spelled.of(response).text() + "\r\n\r\n";
                write(web, event);
            }
            case WebCall web -> {
                web.open("application/json; charset=utf-8");
                write(web, "\r\n" + response.replace("\t", "\r\n\t") + "\r\n");
            }
            default -> throw new IllegalStateException("No wire: " + call);
        }
    }

    private static void write(WebCall web, String text) throws IOException {
        for (byte[] part : parts(utf8(text))) {
            web.chunk(part);
        }
        web.finish();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
