package dev.nave.e2e;

import dev.nave.e2e.Features.Server;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Servers of both eras on several wires behind one hub that is open on all of its own, to be used by clients of both eras.
 * Each server of the older era has twins that speak no newer revision than r1, r2 and r3 of it.
 */
final class Pairings implements AutoCloseable {
    private static final List<String> OLDER = List.of("2024-11-05", "2025-03-26", "2025-06-18");
    /** Small enough that the tools of two servers do not fit. */
    private static final int PAGE = 40;

    private final NodeTools tools;
    private final Path directory;
    private final List<Fixture.Listening> started = new ArrayList<>();
    private final Map<Server, String> servers = new LinkedHashMap<>();
    private @Nullable HubProcess hub;

    private Pairings(NodeTools tools, Path directory) {
        this.tools = tools;
        this.directory = directory;
    }

    /** Starts a server of each era on each of these wires that carries it. */
    static Pairings behind(List<Wire> wires) throws IOException, InterruptedException {
        // The system allows about a hundred bytes for the path of a socket, so the directory's is kept short.
        Pairings pairings = new Pairings(
                NodeTools.installed(), Files.createTempDirectory("n").toRealPath());
        try {
            for (Era era : Era.values()) {
                for (Wire wire : wires) {
                    if (wire.carries(era)) {
                        pairings.add(era, wire);
                    }
                }
            }
            return pairings;
        } catch (AssertionError | InterruptedException e) {
            pairings.close();
            throw e;
        }
    }

    private void add(Era era, Wire wire) throws InterruptedException {
        servers.put(new Server(era.label() + "-" + wire.label(), era, wire, List.of()), url(era, wire));
    }

    /** A hub in front of some of the servers, and of their twins. */
    private HubProcess.Configuration configuration(Iterable<Server> some) {
        HubProcess.Configuration configuration = new HubProcess.Configuration("prefix")
                .bound("pageEntries", PAGE)
                // A fixture that asks its user to open a page first does not say when that is done.
                .wait("page", "1s");
        for (Server server : some) {
            reach(configuration, server.alias(), server, "");
            if (server.era() == Era.LEGACY) {
                for (String newest : OLDER) {
                    reach(configuration, server.alias() + "-r" + (OLDER.indexOf(newest) + 1), server, newest);
                }
            }
        }
        return configuration;
    }

    /** Where a server answers that was started for it; empty for one that the hub starts. */
    private String url(Era era, Wire wire) throws InterruptedException {
        if (wire == Wire.STDIO) {
            return "";
        }
        Fixture.Listening listening = wire == Wire.UNIX
                ? era.fixture().unix(tools, directory.resolve(era.label()))
                : era.fixture().http(tools);
        started.add(listening);
        return onWire(wire, listening.url());
    }

    private void reach(HubProcess.Configuration configuration, String alias, Server server, String newest) {
        if (server.wire() == Wire.STDIO) {
            List<String> command = new ArrayList<>(server.era().fixture().stdio(tools));
            if (!newest.isEmpty()) {
                command.addAll(List.of("--newest", newest));
            }
            configuration.stdio(alias, command);
        } else {
            String url = servers.getOrDefault(server, "");
            String place = newest.isEmpty() ? url : url + "?newest=" + newest;
            configuration.http(alias, place, server.wire() == Wire.SSE ? "sse" : "auto");
        }
        if (server.era() == Era.LEGACY) {
            // Its error does not say what it lacks, so its operator does.
            configuration.requires(alias, "test_missing_capability", "sampling");
        }
    }

    /**
     * Tries everything that can be tried of all these servers with one client.
     *
     * @return for each cell what went wrong; empty when nothing did
     */
    Map<Cell, String> tried(Era client, Wire over) throws IOException, InterruptedException {
        Map<Cell, String> found = new LinkedHashMap<>();
        if (over == Wire.STDIO) {
            // A hub for each client of that kind, so each gets no more servers than it needs.
            for (Server server : servers.keySet()) {
                Path file = directory.resolve(server.alias() + ".json");
                Files.writeString(file, configuration(List.of(server)).text());
                List<String> command = new ArrayList<>(HubProcess.command());
                command.addAll(List.of("stdio", file.toString()));
                found.putAll(tried(client, over, command, List.of(server)));
            }
            return found;
        }
        return tried(client, over, List.of(place(over)), servers.keySet());
    }

    private Map<Cell, String> tried(Era client, Wire over, List<String> place, Iterable<Server> some)
            throws InterruptedException {
        List<Server> asked = new ArrayList<>();
        for (Server server : some) {
            List<Feature> features = Stream.of(Feature.values())
                    .filter(feature -> new Cell(feature, client, over, server.era(), server.wire())
                            .impossible()
                            .isEmpty())
                    .toList();
            asked.add(new Server(server.alias(), server.era(), server.wire(), features));
        }
        Map<Cell, String> found = new LinkedHashMap<>();
        Map<String, Map<Feature, String>> troubles = new Features(tools).tried(client, place, asked);
        for (Server server : asked) {
            troubles.getOrDefault(server.alias(), Map.of())
                    .forEach((feature, trouble) ->
                            found.put(new Cell(feature, client, over, server.era(), server.wire()), trouble));
        }
        return found;
    }

    /** Where a client finds the hub that all others share. */
    private String place(Wire over) throws IOException, InterruptedException {
        HubProcess running = hub;
        if (running == null) {
            running =
                    HubProcess.start(directory, configuration(servers.keySet()).unix(directory.resolve("hub")));
            hub = running;
        }
        return over == Wire.UNIX
                ? "http+unix://" + encoded(directory.resolve("hub").toString()) + "/mcp"
                : onWire(over, running.url());
    }

    /** The URL of the same server on another of its wires. */
    static String onWire(Wire wire, String url) {
        return switch (wire) {
            case STDIO, HTTP, UNIX -> url;
            case WEBSOCKET -> url.replaceFirst("^http", "ws").replaceFirst("/mcp$", "/ws");
            case SSE -> url.replaceFirst("/mcp$", "/sse");
        };
    }

    private static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        HubProcess running = hub;
        if (running != null) {
            running.close();
        }
        started.forEach(Fixture.Listening::close);
    }
}
