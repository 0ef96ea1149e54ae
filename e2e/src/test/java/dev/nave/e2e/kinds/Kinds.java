package dev.nave.e2e.kinds;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.faults.LightServer;
import dev.nave.e2e.faults.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** One hub with a server of every kind there is, each real: a process, a container, a machine, a site, another hub. */
@SuppressWarnings("try") // A wait for the end of a server may be interrupted.
final class Kinds implements AutoCloseable {
    private static final String SECRET = "client-secret";

    private final String mark = "kinds-" + UUID.randomUUID();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Kind> all = new ArrayList<>();
    private final StringBuilder servers = new StringBuilder();
    private final Path directory;
    private final TestImage image;
    private final Authority authority = new Authority(SECRET);
    private final HubProcess hub;

    private Kinds(Path directory, boolean apart) throws Exception {
        this.directory = directory;
        try {
            image = opened(TestImage.build(directory));
            children();
            container();
            otherMachine();
            sites();
            otherHubs(apart);
            hub = opened(HubProcess.serve(directory, configuration()));
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    /** All of them; servers of other hubs are those of one hub. */
    static Kinds together(Path directory) throws Exception {
        return new Kinds(directory, false);
    }

    /** All of them, no two of which end together. */
    static Kinds apart(Path directory) throws Exception {
        return new Kinds(directory, true);
    }

    HubProcess hub() {
        return hub;
    }

    List<Kind> all() {
        return List.copyOf(all);
    }

    Authority authority() {
        return authority;
    }

    /** What the hub started that is still there, on this machine, in containers and on the other one. */
    List<String> leftovers() {
        List<String> left = new ArrayList<>(image.containers(mark));
        for (Kind kind : all) {
            if (List.of("child", "confined", "container", "remote").contains(kind.name())) {
                left.addAll(Processes.marked(kind.answer()));
            }
        }
        return left;
    }

    private void children() {
        Installed.program("bwrap", "bubblewrap");
        add("child", "\"command\": \"sh\", \"args\": " + arguments("child"), this::killProcesses);
        add(
                "confined",
                "\"command\": \"sh\", \"args\": " + arguments("confined") + ", \"sandbox\": {\"read\": [\""
                        + LightServer.program() + "\"], \"enforce\": \"possible\"}",
                this::killProcesses);
    }

    private void container() {
        add(
                "container",
                "\"container\": " + image.definition(mark) + ", \"args\": [\"" + answer("container")
                        + "\", \"faulty\"]",
                name -> image.kill(mark));
    }

    private void otherMachine() throws IOException, InterruptedException {
        SshServer ssh = opened(SshServer.start(directory));
        add(
                "remote",
                "\"command\": \"sh\", \"args\": " + arguments("remote") + ", \"ssh\": " + ssh.definition(),
                name -> ssh.breakOff());
    }

    private void sites() throws IOException {
        Website site = opened(Website.open(answer("site")));
        add("site", "\"url\": \"" + site.url() + "\"", name -> site.kill(), site::revive);
        Website guarded = opened(Website.behind(authority, answer("guarded")));
        add("guarded", """
            "url": "%s", "auth": {"grant": "client_credentials", "clientId": "%s", "clientSecret": "%s"}\
            """.formatted(guarded.url(), Authority.CLIENT, SECRET), name -> guarded.kill(), guarded::revive);
    }

    private void otherHubs(boolean apart) throws IOException, InterruptedException {
        String shared = answer("elsewhere");
        Elsewhere first = opened(Elsewhere.start(directory, shared));
        Elsewhere second = apart ? opened(Elsewhere.start(directory, shared)) : first;
        Elsewhere third = apart ? opened(Elsewhere.start(directory, shared)) : first;
        addElsewhere("events", "events__", "\"url\": \"" + first.events() + "\"", first);
        addElsewhere("socket", "socket__", "\"url\": \"" + second.socket() + "\"", second);
        addElsewhere("fleet", "fleet__a__", "\"manifest\": \"" + third.manifest() + "\"", third);
    }

    private void addElsewhere(String name, String prefix, String definition, Elsewhere elsewhere) {
        define(name, definition);
        all.add(new Kind(name, prefix, answer("elsewhere"), elsewhere::kill, elsewhere::revive));
    }

    private void add(String name, String definition, Ending ending) {
        add(name, definition, ending, () -> {});
    }

    private void add(String name, String definition, Ending ending, Kind.Act revive) {
        define(name, definition);
        all.add(new Kind(name, name + "__", answer(name), () -> ending.end(name), revive));
    }

    private void define(String name, String definition) {
        String comma = servers.isEmpty() ? "" : ",\n";
        // Brisk, so that a test need not wait long for what takes its time by default.
        servers.append(comma).append("""
            "%s": {%s, "waits": {"call": "4s"}, "health": {"every": "1s", "timeout": "2s", "failures": 1}}\
            """.formatted(name, definition));
    }

    private Path configuration() throws IOException {
        return Files.writeString(directory.resolve("nave.json"), """
            {"names": "prefix", "waits": {"restart": "100ms", "restartMaximum": "1s"}, "mcpServers": {
            %s
            }}
            """.formatted(servers));
    }

    private String arguments(String name) {
        List<String> command = LightServer.faulty(answer(name));
        return "[\"" + String.join("\", \"", command.subList(1, command.size())) + "\"]";
    }

    private String answer(String name) {
        return mark + "-" + name;
    }

    private void killProcesses(String name) {
        Processes.running(answer(name)).forEach(ProcessHandle::destroyForcibly);
    }

    private <T extends AutoCloseable> T opened(T each) {
        open.push(each);
        return each;
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** Ends a server, known by its name. */
    @FunctionalInterface
    private interface Ending {
        void end(String name) throws Exception;
    }
}
