package dev.nave.edge.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model is worth what it catches: each mutant breaks one law in the sources, and the model must notice. */
@Tag("long")
class ConversationMutantsTest {
    private static final String PACKAGE = "dev.nave.edge.conversation.";
    private static final int SEEDS = 400;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        other answers replayed        | Conversation  | !before.answers.equals(answers)                        | false
        old rounds accepted           | Conversation  | answered != round                                      | false
        another call let in           | Conversations | !state.digest().equals(CallDigest.of(request))         | false
        a stranger let in             | Conversations | Purpose.PARK, caller.principal()                       | Purpose.PARK, "anybody"
        a place leaked                | Conversation  | house.unpark(caller.principal());                      | ;
        a call never forgotten        | Conversations | names.forEach(known::remove);                          | ;
        wrong forms passed on         | Conversation  | house.problem(question.question(), answer).isPresent() | false
        nobody comes and nobody cares | Conversation  | abandonIfNobodyComes(open);                            | ;
        a disconnect ignored          | Conversation  | cancellation.cancel("the client went away");           | ;
        whoever left ends the call    | Conversation  | if (seat != leaving)                                   | if (seat == null)
        progress going back           | Mailbox       | progress <= last                                       | progress < -1
        logs nobody wanted            | Mailbox       | level.compareTo(least) >= 0                            | true
        an ended call run again       | Conversations | return answered(over);                                 | return begin((r, e) -> { throw new IllegalStateException(); }, ids -> {}, new Caller("x", java.util.Set.of()), party, request, FIRST);
        an answer given twice         | Conversation  | question.answer(new Answer.Answered(answer));          | questions.all().forEach(each -> each.answer(new Answer.Answered(answer)));
        """)
    void isCaught(String name, String file, String original, String mutated) throws Exception {
        Map<String, String> sources = sources();
        String source = String.valueOf(sources.get(file));
        assertThat(source).as("what the mutant replaces").contains(original);
        sources.put(file, source.replace(original, mutated));
        ClassLoader mutant = new MutantLoader(compile(sources), getClass().getClassLoader());
        var play = mutant.loadClass(PACKAGE + "ConversationModel").getMethod("violations", long.class, Duration.class);
        boolean caught = false;
        for (long seed = 1; seed <= SEEDS && !caught; seed++) {
            caught = !((List<?>) play.invoke(null, seed, Duration.ofSeconds(3))).isEmpty();
        }
        assertThat(caught).as("%s is noticed within %d seeds", name, SEEDS).isTrue();
    }

    /** The package and the model itself, by simple name. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String root : List.of("src/main/java/", "src/test/java/")) {
            try (Stream<Path> files = Files.list(Path.of(root + PACKAGE.replace('.', '/')))) {
                for (Path file : files.toList()) {
                    String name = String.valueOf(file.getFileName());
                    if (!name.endsWith("Test.java") && !name.startsWith("package-info")) {
                        sources.put(name.replace(".java", ""), Files.readString(file));
                    }
                }
            }
        }
        return sources;
    }

    private static Map<String, byte[]> compile(Map<String, String> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Source(name, text)));
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
                ClassesInMemory files = new ClassesInMemory(standard)) {
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            null,
                            List.of("-proc:none", "-classpath", System.getProperty("java.class.path")),
                            null,
                            units)
                    .call();
            assertThat(compiled).as("the mutant compiles").isTrue();
            return files.classes();
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + PACKAGE.replace('.', '/') + name + ".java"), Kind.SOURCE);
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

    /** Prefers the mutated classes to those of the build. */
    private static final class MutantLoader extends ClassLoader {
        private final Map<String, byte[]> classes;

        MutantLoader(Map<String, byte[]> classes, ClassLoader parent) {
            super(parent);
            this.classes = classes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                byte[] bytes = classes.get(name);
                if (loaded == null && bytes != null) {
                    loaded = defineClass(name, bytes, 0, bytes.length);
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }
    }
}
