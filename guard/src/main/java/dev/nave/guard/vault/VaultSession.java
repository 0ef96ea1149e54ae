package dev.nave.guard.vault;

import dev.nave.hub.Time;
import dev.nave.hub.configuration.VaultSettings.Login;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.hub.secret.Values;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sign-in at Vault that is kept alive: its token is renewed when two thirds of its life are over, on a virtual thread of
 * this object, and made anew where it cannot be renewed any longer. Safe for many threads.
 */
final class VaultSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VaultSession.class);
    /** Between two tries to renew, while Vault cannot be reached. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final VaultHttp http;
    private final Login login;
    private final Values values;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private @Nullable Token token;
    private @Nullable Thread renewing;
    private boolean closed;

    VaultSession(VaultHttp http, Login login, Values values, Time time) {
        this.http = http;
        this.login = login;
        this.values = values;
        this.time = time;
    }

    /** The token of the sign-in, which is made when there is none or it is over. */
    String token() throws SecretUnavailable, InterruptedException {
        lock.lockInterruptibly();
        try {
            Token there = token;
            if (there == null || there.isOver(time.nanos())) {
                there = signIn();
                token = there;
                keep();
            }
            return there.text;
        } finally {
            lock.unlock();
        }
    }

    /** Whether another sign-in may get what this token does not: false when the token is all there is. */
    boolean forget(String refused) {
        lock.lock();
        try {
            if (token != null && token.text.equals(refused)) {
                token = null;
            }
            return !(login instanceof Login.Token);
        } finally {
            lock.unlock();
        }
    }

    private Token signIn() throws SecretUnavailable {
        return switch (login) {
            case Login.Token(var template) -> given(values.of(template).reveal());
            case Login.AppRole(var roleId, var secretId, String mount) ->
                signIn(
                        mount,
                        Json.object()
                                .put("role_id", values.of(roleId).reveal())
                                .put("secret_id", values.of(secretId).reveal())
                                .build(),
                        "Check roleId and secretId of secrets.vault.appRole: a secret id may have been used up.");
            case Login.Kubernetes kubernetes ->
                signIn(
                        kubernetes.mount(),
                        Json.object()
                                .put("role", kubernetes.role())
                                .put("jwt", jwt(kubernetes))
                                .build(),
                        "Check that the role '" + kubernetes.role() + "' is bound to this pod's service account.");
        };
    }

    private static String jwt(Login.Kubernetes login) throws SecretUnavailable {
        try {
            // Read each time: Kubernetes changes it within the hour.
            return Files.readString(login.jwt()).strip();
        } catch (IOException e) {
            throw new SecretUnavailable(
                    "the token of the service account cannot be read at " + login.jwt(),
                    "Does Nave run in a pod with a service account? Set secrets.vault.kubernetes.jwt.",
                    true);
        }
    }

    /** A token somebody else made: how long it lives has to be asked. */
    private Token given(String text) throws SecretUnavailable {
        VaultAnswer answer = http.get("auth/token/lookup-self", text);
        if (answer.status() == 403) {
            throw new SecretUnavailable(
                    "Vault at " + http.place() + " does not take the token",
                    "It may be over or revoked: make another one and set VAULT_TOKEN.",
                    true);
        }
        if (!answer.isGood()) {
            throw VaultTroubles.of(http, answer, "Check that Vault runs.");
        }
        boolean renewable = answer.at("data", "renewable").filter(Json::isTrue).isPresent();
        return Token.of(text, seconds(answer, "data", "ttl"), renewable, time.nanos());
    }

    private Token signIn(String mount, Json body, String advice) throws SecretUnavailable {
        VaultAnswer answer = http.post("auth/" + mount + "/login", null, body);
        if (!answer.isGood()) {
            throw VaultTroubles.of(http, answer, advice);
        }
        String text = answer.at("auth", "client_token")
                .filter(Json::isString)
                .map(Json::text)
                .orElseThrow(() -> new SecretUnavailable(
                        "Vault at " + http.place() + " gave no token for the sign-in", advice, true));
        boolean renewable = answer.at("auth", "renewable").filter(Json::isTrue).isPresent();
        return Token.of(text, seconds(answer, "auth", "lease_duration"), renewable, time.nanos());
    }

    private static long seconds(VaultAnswer answer, String... path) {
        return answer.at(path).map(Json::asLong).orElseThrow().orElse(0);
    }

    private void keep() {
        if (renewing == null && !closed) {
            renewing = Thread.ofVirtual().name("renew-vault").start(this::renewAgainAndAgain);
        }
        changed.signalAll();
    }

    private void renewAgainAndAgain() {
        lock.lock();
        try {
            while (!closed) {
                Token there = token;
                if (there == null || !there.renewable || there.life.isZero()) {
                    changed.await();
                    continue;
                }
                long left = there.renewAt - time.nanos();
                if (left > 0) {
                    changed.await(left, TimeUnit.NANOSECONDS);
                } else {
                    renew(there);
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("The sign-in at Vault is kept no longer"); // Only close() interrupts.
        } finally {
            lock.unlock();
        }
    }

    private void renew(Token there) {
        try {
            VaultAnswer answer = http.post("auth/token/renew-self", there.text, Json.EMPTY_OBJECT);
            if (answer.isGood()) {
                boolean renewable =
                        answer.at("auth", "renewable").filter(Json::isTrue).isPresent();
                token = Token.of(there.text, seconds(answer, "auth", "lease_duration"), renewable, time.nanos());
                return;
            }
            LOG.warn(
                    "Vault at {} does not renew the token: HTTP {} {}", http.place(), answer.status(), answer.errors());
            if (answer.status() == 403 || answer.status() == 400) {
                token = null; // The next who needs one signs in again.
                return;
            }
        } catch (SecretUnavailable e) {
            LOG.warn("The token for Vault is not renewed: {}", e.reason());
        }
        token = there.isOver(time.nanos()) ? null : there.later(time.nanos() + AGAIN.toNanos());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            token = null;
            if (renewing != null) {
                renewing.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A token and its life; zero for one that does not end. Times are of the clock that only goes forward.
     */
    private record Token(String text, Duration life, boolean renewable, long renewAt, long end) {
        static Token of(String text, long seconds, boolean renewable, long now) {
            Duration life = Duration.ofSeconds(Math.max(0, seconds));
            return new Token(text, life, renewable, now + life.toNanos() / 3 * 2, now + life.toNanos());
        }

        boolean isOver(long now) {
            return !life.isZero() && now - end >= 0;
        }

        Token later(long renewal) {
            return new Token(text, life, renewable, renewal, end);
        }

        @Override
        public String toString() {
            return "Token[" + life + "]";
        }
    }
}
