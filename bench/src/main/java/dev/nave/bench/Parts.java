package dev.nave.bench;

import dev.nave.bench.Bench.Era;
import dev.nave.bench.Bench.Kind;
import dev.nave.bench.Bench.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A server, what stands before it, and the calls it is to get. */
final class Parts implements AutoCloseable {
    private final List<AutoCloseable> all = new ArrayList<>();
    private final Subject subject;
    private final Load load;

    private Parts(Kind kind, Wire wire, Era era) throws IOException, InterruptedException {
        List<String> fake = Subject.java(
                List.of("-XX:+UseSerialGC", "-Xmx256m"),
                FakeServer.class,
                wire.name().toLowerCase(Locale.ROOT),
                era.name().toLowerCase(Locale.ROOT),
                "1");
        Optional<Subject> server =
                wire == Wire.HTTP ? Optional.of(Subject.start(fake, Subject.LISTENING)) : Optional.empty();
        server.ifPresent(all::add);
        subject = switch (kind) {
            case NGINX -> Nginx.start(server.orElseThrow().uri());
            case PASS_THROUGH -> {
                List<String> arguments = new ArrayList<>(List.of(wire == Wire.HTTP ? "http" : "stdio"));
                arguments.addAll(
                        server.map(each -> List.of(each.uri().toString())).orElse(fake));
                yield Subject.start(
                        Subject.java(Subject.OPTIONS, PassThrough.class, arguments.toArray(String[]::new)),
                        Subject.LISTENING);
            }
            case HUB -> Subject.hub(Calls.configuration(server.map(Subject::uri), fake), "");
        };
        all.addFirst(subject);
        load = Calls.load(subject.uri(), era, kind == Kind.HUB ? "fake__echo" : "echo");
    }

    static Parts start(Kind kind, Wire wire, Era era) throws IOException, InterruptedException {
        return new Parts(kind, wire, era);
    }

    Subject subject() {
        return subject;
    }

    Load load() {
        return load;
    }

    @Override
    public void close() {
        for (AutoCloseable part : all) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("could not end " + part + ": " + e);
            }
        }
    }
}
