package dev.nave.hub.credential;

import dev.nave.hub.secret.Secret;
import java.util.List;
import java.util.Optional;

/**
 * How a server refused a request before it ran.
 *
 * @param status of HTTP: 401 or 403
 * @param challenges the values of {@code WWW-Authenticate}; nobody but the hub may see them
 * @param shown what the request had as its {@code Authorization}; none when it had none of ours
 */
public record Refusal(int status, List<String> challenges, Optional<Secret> shown) {
    public Refusal {
        challenges = List.copyOf(challenges);
    }
}
