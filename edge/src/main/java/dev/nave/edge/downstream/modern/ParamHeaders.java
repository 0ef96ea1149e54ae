package dev.nave.edge.downstream.modern;

import dev.nave.hub.Failure;
import dev.nave.protocol.HeaderValue;
import dev.nave.protocol.json.Json;
import dev.nave.transport.http.HttpExchange;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Arguments that a tool wants mirrored in {@code Mcp-Param-*} headers: its input schema says which, by {@code
 * x-mcp-header} on properties reachable through {@code properties} alone (2026-07-28, server/tools, "x-mcp-header").
 */
final class ParamHeaders {
    private static final String PREFIX = "Mcp-Param-";
    private static final int DEEPEST = 32;

    private ParamHeaders() {}

    /**
     * What is wrong with the headers of a call; null when nothing is.
     *
     * @param tool as the list shows it
     * @param arguments of the call, an object
     */
    static @Nullable Failure check(HttpExchange http, Json tool, Json arguments) {
        Json schema = tool.find("inputSchema");
        return schema == null || !schema.mentions("x-mcp-header") ? null : check(http, schema, arguments, 0);
    }

    private static @Nullable Failure check(HttpExchange http, Json schema, @Nullable Json value, int depth) {
        Json properties = schema.find("properties");
        if (properties == null || depth > DEEPEST) {
            return null;
        }
        for (String name : properties.names()) {
            Json property = properties.member(name).orElseThrow();
            Json argument = value == null ? null : value.find(name);
            Optional<String> header = property.string("x-mcp-header");
            Failure wrong = header.isPresent()
                    ? one(http, PREFIX + header.get(), argument)
                    : check(http, property, argument, depth + 1);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static @Nullable Failure one(HttpExchange http, String header, @Nullable Json argument) {
        if (argument == null || argument.isNull()) {
            return HeaderRules.same(http, header, Optional.empty(), true);
        }
        return switch (argument.kind()) {
            case STRING -> HeaderRules.same(http, header, Optional.of(argument.text()), true);
            case BOOLEAN -> HeaderRules.same(http, header, Optional.of(argument.raw()), true);
            case NUMBER -> number(http, header, argument);
            // Not what the schema allows; the tool's own check of its arguments says so.
            case OBJECT, ARRAY, NULL -> null;
        };
    }

    /** Numbers are compared as numbers: 1.0 is 1. */
    private static @Nullable Failure number(HttpExchange http, String header, Json argument) {
        OptionalLong wanted = argument.asLong();
        if (wanted.isPresent()) {
            Optional<String> decoded = http.header(header).flatMap(HeaderValue::decode);
            if (decoded.map(ParamHeaders::whole).orElse(OptionalLong.empty()).equals(wanted)) {
                return null;
            }
        }
        return HeaderRules.same(http, header, Optional.of(argument.raw()), true);
    }

    private static OptionalLong whole(String text) {
        return text.matches("-?[0-9]{1,16}(\\.0{1,16})?")
                ? Json.parse(canonical(text)).asLong()
                : OptionalLong.empty();
    }

    private static String canonical(String text) {
        return text.replaceFirst("^(-?)0+(?=[0-9])", "$1");
    }
}
