package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code nave stdio --url} : a client that only starts programs, and a server on any other wire. */
@Tag("long")
@Order(3)
final class BridgeTest {
    static Stream<Arguments> servers() {
        return Stream.of(Era.values())
                .flatMap(era ->
                        Wire.of(era).stream().filter(wire -> wire != Wire.STDIO).map(wire -> Arguments.of(era, wire)));
    }

    @ParameterizedTest(name = "a {0} server over {1}")
    @MethodSource("servers")
    void clientsOfBothErasReachIt(Era server, Wire by) throws Exception {
        NodeTools tools = NodeTools.installed();
        Path socket = Files.createTempDirectory("n").toRealPath().resolve("s");
        try (Fixture.Listening listening = by == Wire.UNIX
                ? server.fixture().unix(tools, socket)
                : server.fixture().http(tools)) {
            // The wire is told by the URL alone.
            List<String> place = new ArrayList<>(HubProcess.command());
            place.addAll(List.of("stdio", "--url", Pairings.onWire(by, listening.url())));
            for (Era client : Era.values()) {
                assertThat(troubles(client, place, server, by))
                        .as("a %s client", client)
                        .isEmpty();
            }
        }
    }

    private static Map<Feature, String> troubles(Era client, List<String> place, Era server, Wire by) throws Exception {
        List<Feature> features = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            boolean possible = new Cell(feature, client, Wire.STDIO, server, by)
                    .impossible()
                    .isEmpty();
            boolean carried =
                    switch (feature) {
                        // What it carries fits a page of the hub's own.
                        case HUB_PAGES -> false;
                        // The error of a legacy server does not say what it lacks, and a bridge has no operator who
                        // does.
                        case ANSWERABLE_QUESTIONS -> server == Era.MODERN;
                        default -> feature.isOfServersAlone();
                    };
            if (possible && carried) {
                features.add(feature);
            }
        }
        Map<Feature, String> found = new Features(NodeTools.installed())
                .tried(client, place, List.of(new Features.Server("-", server, by, features)))
                .get("-");
        Map<Feature, String> troubles = new EnumMap<>(found);
        troubles.values().removeIf(String::isEmpty);
        return troubles;
    }
}
