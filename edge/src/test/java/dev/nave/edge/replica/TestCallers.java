package dev.nave.edge.replica;

import dev.nave.hub.caller.Callers;
import dev.nave.hub.configuration.ApiKey;
import dev.nave.hub.configuration.ApiKeys;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Alice and Bob, each with a key of their own, which every node knows. */
public final class TestCallers {
    public static final String ALICE = "alice";
    public static final String BOB = "bob";

    private final Map<String, String> secrets = new HashMap<>();
    private final Callers callers;

    public TestCallers() {
        List<ApiKey> known = new ArrayList<>();
        for (String name : List.of(ALICE, BOB)) {
            ApiKeys.Created created = ApiKeys.create(name, Set.of(), new SecureRandom());
            secrets.put(name, created.secret().reveal());
            known.add(created.key());
        }
        this.callers = new Callers(new ApiKeys(known));
    }

    Callers callers() {
        return callers;
    }

    /** The request as this caller sends it. */
    public MemoryExchange of(String name, MemoryExchange http) {
        return http.with("Authorization", "Bearer " + Objects.requireNonNull(secrets.get(name)));
    }
}
