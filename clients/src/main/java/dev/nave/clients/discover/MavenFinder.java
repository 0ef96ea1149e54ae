package dev.nave.clients.discover;

import dev.nave.clients.discover.Found.Confidence;
import dev.nave.clients.discover.Found.Evidence;
import dev.nave.protocol.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** {@code pom.xml} that depends on a library for servers, read without any entity or schema. */
final class MavenFinder implements Finder {
    private static final List<String> LIBRARIES = List.of(
            "io.modelcontextprotocol.sdk:mcp",
            "org.springframework.ai:spring-ai-starter-mcp-server",
            "org.springframework.ai:spring-ai-mcp-server",
            "io.quarkiverse.mcp:quarkus-mcp-server");

    private static final List<String> MAIN = List.of("mainClass", "main.class", "exec.mainClass", "start-class");

    @Override
    public boolean reads(String name) {
        return name.equals("pom.xml");
    }

    @Override
    public List<Found> find(Path file, Limits limits) throws IOException {
        Project project = new Project(file);
        try {
            project.read(Source.text(file, limits));
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
            throw new IOException("It is no XML, see line " + line + ".", e);
        }
        return project.found().stream().toList();
    }

    /** What a project says, gathered on one walk through its file. */
    private static final class Project {
        private final Path file;
        private final Map<String, String> texts = new HashMap<>();
        private final List<Evidence> libraries = new ArrayList<>();
        private final List<Evidence> mains = new ArrayList<>();
        private final Map<String, String> coordinates = new HashMap<>();
        private int line;

        Project(Path file) {
            this.file = file;
        }

        void read(String text) throws XMLStreamException {
            XMLInputFactory factory = XMLInputFactory.newFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
            Deque<String> way = new ArrayDeque<>();
            StringBuilder content = new StringBuilder();
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        way.addLast(reader.getLocalName());
                        content.setLength(0);
                    }
                    case XMLStreamConstants.CHARACTERS -> content.append(reader.getText());
                    case XMLStreamConstants.END_ELEMENT -> {
                        int line = reader.getLocation().getLineNumber();
                        element(String.join("/", way), content.toString().strip(), line);
                        way.removeLast();
                        content.setLength(0);
                    }
                    default -> {}
                }
            }
        }

        private void element(String way, String text, int line) {
            if (way.endsWith("/dependency")) {
                dependency();
            }
            if (text.isEmpty()) {
                return;
            }
            texts.putIfAbsent(way, text);
            if (way.contains("/dependency/")) {
                coordinates.put(way.substring(way.lastIndexOf('/') + 1), text);
                this.line = way.endsWith("/artifactId") ? line : this.line;
            }
            String last = way.substring(way.lastIndexOf('/') + 1);
            if (MAIN.contains(last) && !text.contains("${")) {
                mains.add(new Evidence(file, line, text));
            }
        }

        /** A library for tests makes no server. */
        private void dependency() {
            String artifact = coordinates.get("groupId") + ":" + coordinates.get("artifactId");
            boolean test = "test".equals(coordinates.get("scope"));
            if (!test && LIBRARIES.stream().anyMatch(artifact::startsWith)) {
                libraries.add(new Evidence(file, line, "depends on " + artifact));
            }
            coordinates.clear();
        }

        Optional<Found> found() {
            if (libraries.isEmpty()) {
                return Optional.empty();
            }
            String artifact = texts.getOrDefault("project/artifactId", "server");
            String version =
                    texts.getOrDefault("project/version", texts.getOrDefault("project/parent/version", "VERSION"));
            String built = texts.getOrDefault("project/build/finalName", artifact + "-" + version);
            Path jar = Source.directory(file).resolve("target").resolve(built + ".jar");
            List<Evidence> evidence = new ArrayList<>(libraries.subList(0, 1));
            List<String> notes = new ArrayList<>();
            notes.add("Build it first: mvn -f " + file + " package");
            Json definition;
            if (mains.isEmpty()) {
                definition = java("-jar", jar.toString());
                notes.add("Check that the jar has everything in it and starts a server on its standard streams.");
            } else {
                String main = mains.getFirst().text();
                evidence.add(new Evidence(file, mains.getFirst().line(), "the main class " + main));
                definition = java("-cp", jar + File.pathSeparator + jar.resolveSibling("lib") + "/*", main);
            }
            Confidence confidence = mains.isEmpty() ? Confidence.LOW : Confidence.MEDIUM;
            return Optional.of(new Found(Source.name(artifact), definition, confidence, evidence, notes));
        }

        private static Json java(String... arguments) {
            List<Json> words = new ArrayList<>();
            for (String argument : arguments) {
                words.add(Json.of(argument));
            }
            return Json.object()
                    .put("command", "java")
                    .put("args", Json.array(words))
                    .build();
        }
    }
}
