package dev.nave.hub.manifest;

import dev.nave.hub.configuration.Target;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * The servers that somebody else's manifest lists. None of it is to be trusted: texts are texts, whatever they look like.
 *
 * @param servers in the order listed, those that can be used
 * @param flaws what could not be used, and why, for people
 */
public record Manifest(List<Listed> servers, List<String> flaws) {
    public Manifest {
        servers = List.copyOf(servers);
        flaws = List.copyOf(flaws);
    }

    /**
     * One of them.
     *
     * @param name as it is called there, not empty
     * @param url http, https, ws or wss, with a host
     * @param headers those it wants
     */
    public record Listed(String name, URI url, Target.Wire wire, Map<String, String> headers) {
        public Listed {
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "Listed[" + name + ", " + wire.text() + ", headers " + headers.keySet() + "]";
        }
    }

    /** What became of reading one. */
    public sealed interface Reading {
        record Understood(Manifest manifest) implements Reading {}

        /**
         * @param reason to follow "the manifest ", for people
         */
        record Senseless(String reason) implements Reading {}
    }
}
