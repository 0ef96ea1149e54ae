package dev.nave.app.signin;

import dev.nave.guard.oauth.SignedIn;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/** One sign-in as a line for people, or as JSON for programs. */
final class SignInLine {
    private SignInLine() {}

    static String text(String server, SignedIn signIn, Instant now) {
        StringBuilder line = new StringBuilder(server + ": ");
        line.append(signIn.holder().orElse("all"));
        line.append(" signed in at ").append(signIn.issuer());
        if (!signIn.scopes().isEmpty()) {
            line.append(" for ").append(String.join(" ", signIn.scopes()));
        }
        signIn.expires().ifPresent(end -> {
            Duration left = Duration.between(now, end);
            String until = left.isNegative() ? "the token has ended" : "the token lasts " + span(left);
            line.append("; ").append(until);
        });
        line.append(signIn.renewable() ? ", renewed by itself" : ", not renewed: sign in again then");
        return line.toString();
    }

    private static String span(Duration left) {
        if (left.toDays() > 1) {
            return left.toDays() + " days";
        }
        return left.toHours() > 1 ? left.toHours() + " h" : Math.max(1, left.toMinutes()) + " min";
    }

    static Json json(String server, SignedIn signIn) {
        JsonObject json = Json.object()
                .put("server", server)
                .put("holder", signIn.holder().orElse("all"))
                .put("issuer", signIn.issuer())
                .put("client", signIn.client())
                .put("scopes", Json.array(signIn.scopes().stream().map(Json::of).toList()))
                .put("renewable", signIn.renewable());
        signIn.expires().ifPresent(end -> json.put("expires", end.toString()));
        return json.build();
    }
}
