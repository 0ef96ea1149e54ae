package dev.nave.hub.aggregate;

import dev.nave.hub.Client;
import dev.nave.hub.Exchange;
import dev.nave.hub.Failure;
import dev.nave.hub.Filter;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.ServerSettings.Requirement;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Refuses a tool of which the operator says that it needs what this client cannot do, before it is called in vain. */
final class Requirements implements Filter {
    private final ServerSettings settings;

    Requirements(ServerSettings settings) {
        this.settings = settings;
    }

    @Override
    public Reply filter(Request request, Exchange exchange, Server next) {
        if (!request.method().equals(Method.TOOLS_CALL) || settings.tools().isEmpty()) {
            return next.serve(request, exchange);
        }
        String tool = request.params().string("name").orElse("");
        Set<Requirement> required = settings.requires(tool);
        List<String> missing = new ArrayList<>();
        JsonObject data = Json.object();
        for (Requirement requirement : required) {
            if (!has(exchange.client(), requirement)) {
                String name = requirement.name().toLowerCase(Locale.ROOT);
                missing.add(name);
                data.put(name, Json.EMPTY_OBJECT);
            }
        }
        if (missing.isEmpty()) {
            return next.serve(request, exchange);
        }
        String message = "Expected a client that declares " + String.join(" and ", missing) + ", which tool '" + tool
                + "' of server '" + settings.name() + "' needs: call it from a client that can do that.";
        Json details = Json.object().put("requiredCapabilities", data.build()).build();
        return new Reply.Failed(new Failure(ErrorCode.MISSING_CLIENT_CAPABILITY, message, details));
    }

    private static boolean has(Client client, Requirement requirement) {
        return switch (requirement) {
            case SAMPLING -> client.hasSampling();
            case ELICITATION -> client.hasForms() || client.hasUrls();
            case ROOTS -> client.hasRoots();
        };
    }

    @Override
    public String name() {
        return "requires";
    }
}
