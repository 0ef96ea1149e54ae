package dev.nave.app.ask;

import dev.nave.hub.Connector;
import dev.nave.hub.ListKind;
import dev.nave.protocol.json.Json;
import java.util.Optional;

/** One command asks once: what the server says besides is not for it. */
public final class Deaf implements Connector.Feed {
    @Override
    public void listChanged(ListKind kind) {}

    @Override
    public void resourceUpdated(Optional<String> principal, String uri, Json params) {}

    @Override
    public void said(Optional<String> principal, Optional<String> session, String method, Json params) {}

    @Override
    public void lost(String reason) {}
}
