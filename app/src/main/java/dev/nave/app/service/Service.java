package dev.nave.app.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is run as a service.
 *
 * @param command the program and its arguments, each as it is
 * @param environment variables that the program needs and the service would not have
 * @param user the user it runs as, when that is not whoever installs it
 * @param writable directories that it may write to, beside its own, where the system would keep it from that
 */
record Service(List<String> command, Map<String, String> environment, Optional<String> user, List<Path> writable) {
    Service {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        writable = List.copyOf(writable);
    }
}
