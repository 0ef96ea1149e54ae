package dev.nave.edge.upstream;

import dev.nave.edge.upstream.legacy.LegacyDoor;
import dev.nave.edge.upstream.modern.ModernDoor;
import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Line;
import dev.nave.edge.upstream.wire.Lines;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.edge.upstream.wire.Troubles;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.message.Id;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds the era of a server at the end of a pipe: asked in the process that will serve, for a second one would double
 * what it does at its start. One that is silent is taken for legacy, one that dies is started again as legacy, for some
 * die of a request before {@code initialize}.
 */
final class PipeEra {
    /** How long after it refused the older handshake a server may take to say that it is modern. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private final Terms terms;
    private final Lines lines;
    private final Verdicts verdicts;

    PipeEra(Terms terms, Lines lines, Verdicts verdicts) {
        this.terms = terms;
        this.lines = lines;
        this.verdicts = verdicts;
    }

    Connection open() throws ConnectFailure, InterruptedException {
        if (verdicts.isLegacy(terms.settings())) {
            try {
                return LegacyDoor.open(terms, lines, lines.open());
            } catch (ConnectFailure e) {
                verdicts.forget(terms.settings());
                throw e;
            }
        }
        Line line = lines.open();
        boolean kept = false;
        try {
            Connection connection = ask(line);
            kept = true;
            return connection;
        } finally {
            if (!kept) {
                line.close();
            }
        }
    }

    private Connection ask(Line line) throws ConnectFailure, InterruptedException {
        boolean only = terms.settings().era() == Era.MODERN;
        Duration wait = terms.wait(only ? Wait.START : Wait.PROBE);
        Call discover = terms.ownCall(ModernDoor.discover(terms, Id.of("discover-1")), wait);
        Evidence evidence = Evidence.of(ask(line, discover));
        if (evidence instanceof Evidence.Again) {
            line.end(discover);
            discover = terms.ownCall(ModernDoor.discover(terms, Id.of("discover-2")), wait);
            evidence = Evidence.of(ask(line, discover));
        }
        return switch (evidence) {
            case Evidence.Modern(var discovered) -> {
                line.end(discover);
                yield ModernDoor.open(terms, line, discovered);
            }
            case Evidence.Stranger(String reason) ->
                throw Troubles.passing(terms, line, reason, "Update Nave or the server.");
            case Evidence.None(Outcome outcome) when only -> throw Troubles.of(terms, outcome, line.lastWords());
            case Evidence.Legacy ignored
            when only -> throw Troubles.lasting(terms, "it is not modern", "Remove era: modern from its settings.");
            case Evidence.Legacy ignored -> legacy(line, discover);
            case Evidence.Again ignored -> legacy(line, discover);
            case Evidence.None ignored -> legacy(line, discover);
        };
    }

    private static Outcome ask(Line line, Call discover) {
        Outcome failed = line.begin(discover);
        return failed == null ? discover.await() : failed;
    }

    /** Shakes hands on the same line; a server that was merely slow may still turn out to be modern. */
    private Connection legacy(Line line, Call discover) throws ConnectFailure, InterruptedException {
        if (line.closed().isPresent()) {
            return afresh();
        }
        try {
            Connection connection = LegacyDoor.tryOn(terms, lines, line);
            verdicts.foundLegacy(terms.settings());
            line.end(discover);
            return connection;
        } catch (ConnectFailure e) {
            Optional<Evidence> late = discover.awaitLate(LATE).map(Evidence::of);
            if (late.isPresent() && late.get() instanceof Evidence.Modern(var discovered)) {
                line.end(discover);
                return ModernDoor.open(terms, line, discovered);
            }
            if (line.closed().isPresent()) {
                return afresh();
            }
            throw e;
        }
    }

    private Connection afresh() throws ConnectFailure, InterruptedException {
        Connection connection = LegacyDoor.open(terms, lines, lines.open());
        verdicts.foundLegacy(terms.settings());
        return connection;
    }
}
