package dev.nave.hub.aggregate;

import dev.nave.hub.Exchange;
import dev.nave.hub.Filter;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.protocol.Method;
import dev.nave.protocol.message.ErrorCode;

/** Lets nobody call a tool that the configuration does not offer, though the server may have it. */
final class Withheld implements Filter {
    private final ServerSettings settings;

    Withheld(ServerSettings settings) {
        this.settings = settings;
    }

    @Override
    public Reply filter(Request request, Exchange exchange, Server next) {
        if (settings.tools().isEmpty() || !request.method().equals(Method.TOOLS_CALL)) {
            return next.serve(request, exchange);
        }
        String tool = request.params().string("name").orElse("");
        return settings.offers(tool)
                ? next.serve(request, exchange)
                : Reply.failed(
                        ErrorCode.INVALID_PARAMS,
                        "Expected a tool that is offered, but the configuration of this hub leaves out '" + tool
                                + "' of server '" + settings.name() + "'.");
    }

    @Override
    public String name() {
        return "offered";
    }
}
