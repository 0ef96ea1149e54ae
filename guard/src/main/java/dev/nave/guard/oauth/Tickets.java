package dev.nave.guard.oauth;

import dev.nave.hub.Deadline;
import dev.nave.hub.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The sign-ins that somebody was asked for and that are not done. Bounded in number and time. Safe for many threads. */
final class Tickets {
    private static final int MOST = 1_000;
    private static final int MOST_PER_PRINCIPAL = 32;

    private final Unguessable unguessable;
    private final Duration life;
    private final Time time;
    // Guarded by this, the oldest first.
    private final Map<String, Ticket> all = new LinkedHashMap<>();

    Tickets(Unguessable unguessable, Duration life, Time time) {
        this.unguessable = unguessable;
        this.life = life;
        this.time = time;
    }

    /**
     * A ticket, and whether it is new: who asks for the same as somebody else of the same principal waits with him.
     * Nothing when there are too many.
     */
    record Issued(Ticket ticket, boolean fresh) {}

    synchronized Optional<Issued> issue(Purpose purpose, Challenge challenge, String principal) {
        all.values().removeIf(Ticket::isOver);
        int own = 0;
        for (Ticket ticket : all.values()) {
            if (ticket.principal().equals(principal)) {
                own++;
                boolean same = ticket.purpose().url().equals(purpose.url())
                        && ticket.purpose().server().equals(purpose.server())
                        && ticket.challenge().scopes().equals(challenge.scopes());
                if (same) {
                    return Optional.of(new Issued(ticket, false));
                }
            }
        }
        if (all.size() >= MOST || own >= MOST_PER_PRINCIPAL) {
            return Optional.empty();
        }
        Ticket ticket = new Ticket(unguessable.next(), purpose, challenge, principal, Deadline.in(life, time));
        all.put(ticket.id(), ticket);
        return Optional.of(new Issued(ticket, true));
    }

    synchronized Optional<Ticket> find(String id) {
        return Optional.ofNullable(all.get(id)).filter(ticket -> !ticket.isOver());
    }

    synchronized Optional<Ticket> ofState(String state) {
        return all.values().stream()
                .filter(ticket -> !ticket.isOver() && ticket.isOf(state))
                .findFirst();
    }

    /** It is not wanted any more. */
    synchronized void withdraw(Ticket ticket) {
        all.remove(ticket.id());
        ticket.settle(false);
    }

    synchronized void close() {
        all.values().forEach(ticket -> ticket.settle(false));
        all.clear();
    }
}
