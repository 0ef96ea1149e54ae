package dev.nave.edge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model of two nodes is worth what it catches: each mutant breaks one law in the sources, and the model must notice. */
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
class NodesMutantsTest {
    private static final String EDGE = "src/main/java/dev/nave/edge/";
    private static final String HUB = "../hub/src/main/java/dev/nave/hub/";
    private static final int SEEDS = 1_500;
    private static final int WORLDS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    static Stream<Mutant> mutants() {
        String conversations = EDGE + "conversation/Conversations.java";
        String conversation = EDGE + "conversation/Conversation.java";
        String legacy = EDGE + "downstream/legacy/";
        String replica = EDGE + "replica/";
        return Stream.of(
                new Mutant("a stranger let in")
                        .with(conversations, "Purpose.PARK, caller.principal()", "Purpose.PARK, \"anybody\""),
                new Mutant("another call let in")
                        .with(conversations, "!state.digest().equals(CallDigest.of(request))", "false")
                        .with(conversations, "state.digest().equals(CallDigest.of(request))\n", "true\n"),
                new Mutant("a state of another kind let in")
                        .with(HUB + "seal/Seals.java", "purpose.text() + '\\0' + principal", "\"\" + '\\0' + principal")
                        .with(HUB + "seal/Seals.java", "key.of(purpose)", "key.of(Purpose.STATE)"),
                new Mutant("an expired state let in")
                        .with(HUB + "seal/Seals.java", "expiry <= time.now().getEpochSecond()", "false"),
                new Mutant("other answers replayed").with(conversation, "!before.answers.equals(answers)", "false"),
                new Mutant("answers to an old round taken").with(conversation, "answered != round", "false"),
                new Mutant("wrong forms passed on")
                        .with(conversation, "house.problem(question.question(), answer).isPresent()", "false"),
                new Mutant("a disconnect ignored")
                        .with(conversation, "cancellation.cancel(\"the client went away\");", ";"),
                new Mutant("a disconnect at the other node ignored")
                        .with(replica + "DistantVisit.java", "        line.close();\n        reader.interrupt();", ""),
                new Mutant("a place of a parked call leaked")
                        .with(conversation, "house.unpark(caller.principal());", ";"),
                new Mutant("a call never forgotten").with(conversations, "names.forEach(known::remove);", ";"),
                new Mutant("taken to the owner without its principal")
                        .with(replica + "Replicas.java", "new Errand(caller,", "new Errand(Caller.LOCAL,"),
                new Mutant("passed on without its principal")
                        .with(replica + "Replicas.java", "Parcel.of(http, caller)", "Parcel.of(http, Caller.LOCAL)"),
                new Mutant("a message between nodes taken twice")
                        .with(replica + "Passports.java", "isFirstUse(nonce)))", "isFirstUse(nonce) || true))"),
                new Mutant("a lost call made again whatever its tool")
                        .with(conversation, "repeatable = server.mayRepeat(request);", "repeatable = true;")
                        .with(conversations, "|| !server.mayRepeat(request)", ""),
                new Mutant("a journal's answer given to any question")
                        .with(EDGE + "conversation/Journal.java", "entry.digest().equals(digest)", "true"),
                new Mutant("a session taken up while its home lives")
                        .with(legacy + "Homes.java", "&& !home.equals(relay.self())", "&& home.isEmpty()"),
                new Mutant("a session open to strangers")
                        .with(
                                legacy + "Sessions.java",
                                "known.session().caller().principal().equals(caller.principal())",
                                "true"),
                new Mutant("a cancellation of a legacy client ignored")
                        .with(
                                legacy + "Session.java",
                                "            exchange.cancellation().cancel(reason);",
                                "            exchange.cancellation();"),
                new Mutant("a lease of a session leaked")
                        .with(
                                EDGE + "upstream/legacy/SessionPool.java",
                                "            hold.close();",
                                "            hold.hashCode();"),
                new Mutant("children left behind")
                        .with(
                                EDGE + "upstream/legacy/SessionPool.java",
                                "slots.values().forEach(slot -> take(slot, ended));",
                                ""),
                new Mutant("a call repeated whatever its tool")
                        .with(
                                HUB + "supervision/Upstream.java",
                                "ran == Reply.Ran.SURELY_NOT || new Repeats(rules, tools).isSafe(request)",
                                "true"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void isCaught(Mutant mutant) throws Exception {
        assertThat(caught(mutant))
                .as("%s is noticed within %d runs", mutant, SEEDS)
                .isTrue();
    }

    private static boolean caught(Mutant mutant) throws Exception {
        Method play = new MutantLoader(mutant.compile(), NodesMutantsTest.class.getClassLoader())
                .loadClass(NodesModel.class.getName())
                .getMethod("violations", long.class, Duration.class);
        AtomicLong seeds = new AtomicLong();
        AtomicBoolean caught = new AtomicBoolean();
        List<Thread> players = new ArrayList<>();
        for (int i = 0; i < WORLDS; i++) {
            players.add(Thread.ofVirtual().start(() -> {
                while (!caught.get() && seeds.incrementAndGet() <= SEEDS) {
                    try {
                        if (!((List<?>) play.invoke(null, seeds.get(), PATIENCE)).isEmpty()) {
                            caught.set(true);
                        }
                    } catch (ReflectiveOperationException e) {
                        throw new LinkageError("the mutant cannot be played", e);
                    }
                }
            }));
        }
        for (Thread player : players) {
            player.join();
        }
        return caught.get();
    }

    /** What is changed in which file. */
    record Mutant(String name, Map<String, List<String[]>> changes) {
        Mutant(String name) {
            this(name, new LinkedHashMap<>());
        }

        Mutant with(String file, String original, String mutated) {
            changes.computeIfAbsent(file, key -> new ArrayList<>()).add(new String[] {original, mutated});
            return this;
        }

        /** The classes of the changed files, by name. */
        Map<String, byte[]> compile() throws IOException {
            List<JavaFileObject> units = new ArrayList<>();
            for (Map.Entry<String, List<String[]>> change : changes.entrySet()) {
                String source = Files.readString(Path.of(change.getKey()));
                for (String[] each : change.getValue()) {
                    assertThat(source).as("what the mutant replaces").contains(each[0]);
                    source = source.replace(each[0], each[1]);
                }
                units.add(new Source(change.getKey(), source));
            }
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            StringWriter said = new StringWriter();
            try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
                    ClassesInMemory files = new ClassesInMemory(standard)) {
                List<String> options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
                boolean compiled = compiler.getTask(said, files, null, options, null, units)
                        .call();
                assertThat(compiled).as("%s compiles: %s", name, said).isTrue();
                return files.classes();
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String file, String text) {
            super(URI.create("string:///" + file.substring(file.indexOf("dev/nave"))), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class ClassesInMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

        ClassesInMemory(JavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + name.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    written.put(name, bytes);
                    return bytes;
                }
            };
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new HashMap<>();
            written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }
    }

    /** Loads the whole house anew, the mutated classes in the place of their own. */
    private static final class MutantLoader extends ClassLoader {
        private final Map<String, byte[]> mutated;

        MutantLoader(Map<String, byte[]> mutated, ClassLoader parent) {
            super(parent);
            this.mutated = mutated;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.nave.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                byte[] bytes = bytes(name);
                return defineClass(name, bytes, 0, bytes.length);
            }
        }

        private byte[] bytes(String name) throws ClassNotFoundException {
            byte[] own = mutated.get(name);
            if (own != null) {
                return own;
            }
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
