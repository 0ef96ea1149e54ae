package dev.nave.app.signin;

import dev.nave.app.ask.CommandExchange;
import dev.nave.app.ask.Deaf;
import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Output;
import dev.nave.app.cli.ServerNames;
import dev.nave.app.run.RunningHub;
import dev.nave.app.run.TransportWires;
import dev.nave.edge.upstream.UpstreamConnector;
import dev.nave.guard.oauth.Login;
import dev.nave.guard.oauth.OAuth;
import dev.nave.guard.oauth.SignInFailure;
import dev.nave.guard.oauth.SignedIn;
import dev.nave.guard.store.StoreFailure;
import dev.nave.hub.Connector;
import dev.nave.hub.Deadline;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Authorization.Grant;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.secret.Values;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs the operator in to a server that asks for it, and tries out at once what came of it. */
@Command(
        name = "login",
        description = "Signs in to a server that asks for it (OAuth), by a page in your browser.",
        mixinStandardHelpOptions = true)
public final class LoginCommand implements Runnable {
    @Mixin
    SignInOptions options = new SignInOptions();

    @Mixin
    Output output = new Output();

    @Option(names = "--status", description = "Shows which sign-ins there are, and does nothing.")
    boolean status;

    @Option(names = "--no-browser", description = "Only print where to sign in.")
    boolean noBrowser;

    @Option(
            names = "--browser",
            paramLabel = "PROGRAM",
            description = "The program that opens the page; by default BROWSER or the system's own.")
    @Nullable
    String browser;

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = ServerNames.class,
            arity = "0..1",
            description = "The server, by its name in the configuration.")
    @Nullable
    String name;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (SignInOptions.Opened opened = options.open(spec.commandLine().getErr())) {
            if (status) {
                show(opened, out);
                return;
            }
            if (name == null) {
                throw CommandFailure.wrong(
                        "Expected the name of a server: nave login NAME. See 'nave login --status'.");
            }
            signIn(opened, opened.server(name), out);
        } catch (StoreFailure e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("Interrupted while signing in to '" + name + "'.");
        }
    }

    private void signIn(SignInOptions.Opened opened, ServerSettings server, PrintWriter out)
            throws InterruptedException {
        Waits waits = opened.configuration().node().waits();
        Login login = opened.oauth().login(page -> ask(server, page, out));
        boolean own = server.authorization().grant() == Grant.CLIENT_CREDENTIALS;
        int tools;
        try (TransportWires wires =
                new TransportWires(waits, opened.configuration().node().bounds(), new SecureRandom())) {
            Connector connector = new UpstreamConnector(
                    wires,
                    opened.secrets(),
                    own ? opened.oauth() : login,
                    RunningHub.info(),
                    opened.configuration().node().bounds(),
                    Time.SYSTEM);
            tools = tryOut(connector, patient(server, waits));
            if (!own && login.signedIn().isEmpty()) {
                Values values = opened.values(server);
                if (opened.oauth().isProtected(server, values)) {
                    login.signIn(server, values);
                }
            }
        } catch (SignInFailure e) {
            throw CommandFailure.failed("Not signed in to '" + server.name() + "': " + e.text() + ".");
        } catch (Connector.ConnectFailure e) {
            throw CommandFailure.failed("Not signed in to '" + server.name() + "'. " + String.valueOf(e.getMessage()));
        }
        say(server, own, login.signedIn(), tools, out);
    }

    /** A server is asked all that a hub asks it first, for it may let strangers in up to any of that. */
    private static int tryOut(Connector connector, ServerSettings server)
            throws Connector.ConnectFailure, InterruptedException {
        Deadline deadline = Deadline.in(server.waits().get(Wait.MAXIMUM), Time.SYSTEM);
        PrintWriter nobody = new PrintWriter(PrintWriter.nullWriter());
        try (Connector.Connection connection = connector.connect(server, new Deaf())) {
            if (!connection.opening().has("tools")) {
                return 0;
            }
            Reply reply = connection.serve(
                    new Request(Method.TOOLS_LIST, Json.EMPTY_OBJECT), new CommandExchange(deadline, nobody));
            return switch (reply) {
                case Reply.Complete(Json result) ->
                    result.member("tools").map(each -> each.elements().size()).orElse(0);
                case Reply.Failed(var failure, var ran) ->
                    throw new Connector.ConnectFailure(String.valueOf(failure.message()), false);
                case Reply.InputRequired required -> 0;
                case Reply.Task task -> 0;
            };
        }
    }

    /** The server's answers wait for a person here. */
    private static ServerSettings patient(ServerSettings server, Waits hub) {
        Duration most = hub.get(Wait.SIGN_IN).plus(server.waits().get(Wait.START));
        Waits waits = server.waits();
        for (Wait wait : List.of(Wait.START, Wait.LIST, Wait.CALL, Wait.MAXIMUM)) {
            waits = waits.with(wait, most);
        }
        return server.withWaits(waits);
    }

    private void ask(ServerSettings server, URI page, PrintWriter out) {
        boolean opened = !noBrowser && Browser.open(page, Optional.ofNullable(browser), System.getenv());
        if (!noBrowser && !opened && browser != null) {
            spec.commandLine().getErr().println("warning: '" + browser + "' cannot be started");
        }
        out.println(
                opened
                        ? "Your browser opens to sign in to '" + server.name() + "'; else open this page:"
                        : "Open this page to sign in to '" + server.name() + "':");
        out.println(page);
        out.flush();
    }

    private void say(ServerSettings server, boolean own, Optional<SignedIn> signedIn, int tools, PrintWriter out) {
        if (output.json) {
            out.println(Json.object()
                    .put("server", server.name())
                    .put("signedIn", signedIn.isPresent())
                    .put("tools", tools)
                    .putIfPresent("signIn", signedIn.map(each -> SignInLine.json(server.name(), each)))
                    .build()
                    .raw());
            return;
        }
        String tried = tools == 1 ? "1 tool" : tools + " tools";
        if (signedIn.isPresent()) {
            out.println(
                    "Signed in to '" + server.name() + "' at " + signedIn.get().issuer() + ": " + tried + ".");
        } else if (own) {
            out.println("Nave gets into '" + server.name() + "' as itself: " + tried + ".");
        } else {
            out.println("'" + server.name() + "' lets Nave in without a sign-in: " + tried + ".");
        }
    }

    private void show(SignInOptions.Opened opened, PrintWriter out) throws StoreFailure, InterruptedException {
        List<SignedIn> all = opened.oauth().signIns();
        List<Json> lines = new ArrayList<>();
        for (ServerSettings server : opened.configuration().servers()) {
            if (!OAuth.isFor(server)) {
                continue;
            }
            Optional<URI> url = OAuth.address(server, opened.values(server));
            List<SignedIn> own = all.stream()
                    .filter(each -> url.equals(Optional.of(each.server())))
                    .toList();
            if (own.isEmpty() && !output.json) {
                out.println(server.name() + ": nobody is signed in");
            }
            for (SignedIn each : own) {
                lines.add(SignInLine.json(server.name(), each));
                if (!output.json) {
                    out.println(SignInLine.text(server.name(), each, Instant.now()));
                }
            }
        }
        if (output.json) {
            out.println(Json.array(lines).raw());
        }
    }
}
