package dev.nave.edge.upstream;

import dev.nave.edge.upstream.legacy.LegacyDoor;
import dev.nave.edge.upstream.modern.ModernDoor;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Site;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.edge.upstream.wire.Troubles;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.hub.configuration.Target;
import java.util.Optional;

/** Finds the era of a server at a URL. Only what it says counts: a refused key or a broken server is no evidence. */
final class HttpEra {
    private final Site site;
    private final Terms terms;
    private final Verdicts verdicts;

    HttpEra(Site site, Verdicts verdicts) {
        this.site = site;
        this.terms = site.terms();
        this.verdicts = verdicts;
    }

    Connection open() throws ConnectFailure, InterruptedException {
        if (site.wire() == Target.Wire.SSE || verdicts.isLegacy(terms.settings())) {
            try {
                return LegacyDoor.open(site);
            } catch (ConnectFailure e) {
                verdicts.forget(terms.settings());
                throw e;
            }
        }
        Evidence evidence = Evidence.of(ModernDoor.discover(site));
        if (evidence instanceof Evidence.Again) {
            evidence = Evidence.of(ModernDoor.discover(site));
        }
        return switch (evidence) {
            case Evidence.Modern(var discovered) -> ModernDoor.open(site, discovered);
            case Evidence.Legacy ignored -> legacy();
            case Evidence.Again ignored ->
                throw Troubles.passing(terms, "it refuses the revision it says it speaks", "Check its log.");
            case Evidence.Stranger(String reason) ->
                throw Troubles.passing(terms, reason, "Update Nave or the server.");
            case Evidence.None(Outcome outcome) -> throw Troubles.of(terms, outcome, Optional.empty());
        };
    }

    private Connection legacy() throws ConnectFailure, InterruptedException {
        if (terms.settings().era() == Era.MODERN) {
            throw Troubles.lasting(terms, "it is not modern", "Remove era: modern from its settings.");
        }
        Connection connection = LegacyDoor.open(site);
        verdicts.foundLegacy(terms.settings());
        return connection;
    }
}
