package dev.nave.clients.discover;

import dev.nave.protocol.json.Json;
import java.nio.file.Path;
import java.util.List;

/**
 * A server that was found.
 *
 * @param name a name for it that Nave takes
 * @param definition in Nave's keys
 * @param confidence how sure it is that this is a server and starts like this
 * @param evidence what says so, at least one
 * @param notes what has to be done or filled in first
 */
public record Found(String name, Json definition, Confidence confidence, List<Evidence> evidence, List<String> notes) {

    public Found {
        evidence = List.copyOf(evidence);
        notes = List.copyOf(notes);
    }

    /** How sure it is. */
    public enum Confidence {
        /** It says itself that it is a server, and how it is started. */
        HIGH,
        /** It is built with a library for servers, and something in it can be started. */
        MEDIUM,
        /** It is built with a library for servers. */
        LOW
    }

    /**
     * @param line from 1; 0 for the file as a whole
     * @param text what stands there
     */
    public record Evidence(Path file, int line, String text) {
        @Override
        public String toString() {
            return (line == 0 ? file.toString() : file + ":" + line) + ": " + text;
        }
    }
}
