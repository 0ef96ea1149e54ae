package dev.nave.edge.conversation;

import dev.nave.hub.Deadline;
import dev.nave.hub.Lookout;
import dev.nave.hub.StandIn;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The place of the one client that waits for a call. Who began the call runs it on their own thread, which tells its end;
 * another one stands in before anything else is told.
 */
final class Seat implements Visit, Lookout.Watched {
    private final Conversation conversation;
    private final Conversations house;
    private final ReentrantLock lock;
    /** The call, until somebody runs it. Guarded by the lock, as is all below. */
    private @Nullable Runnable call;
    /** Who attends while the call runs on their thread. */
    private @Nullable Guest guest;

    private @Nullable StandIn standIn;
    private Deadline silent;

    /**
     * @param lock the conversation's
     * @param call runs it; null for a client that came back to one
     */
    Seat(Conversation conversation, Conversations house, ReentrantLock lock, @Nullable Runnable call) {
        this.conversation = conversation;
        this.house = house;
        this.lock = lock;
        this.call = call;
        this.silent = conversation.deadline();
    }

    @Override
    public void attend(Guest arriving, Duration silence) {
        Runnable mine = takeCall();
        if (mine == null) {
            Visit.super.attend(arriving, silence);
            return;
        }
        Deadline heard = Deadline.in(conversation.deadline().remaining(silence), house.time());
        StandIn other = new StandIn("visit", () -> Visit.super.attend(arriving, heard.remaining()));
        lock.lock();
        try {
            silent = heard;
            guest = arriving;
            standIn = other;
            if (conversation.isTakenBy(this)) {
                house.lookout().watch(this);
            } else {
                other.begin();
            }
        } finally {
            lock.unlock();
        }
        mine.run();
        try {
            other.awaitEnd(); // Whoever attends may take it that the client has heard all when that returns.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Notice next(Duration silence) {
        Runnable mine = takeCall();
        if (mine != null) {
            house.aside(mine);
        }
        try {
            return conversation.next(this, silence);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            leave();
            return new Notice.Left();
        }
    }

    @Override
    public void leave() {
        conversation.leave(this);
    }

    @Override
    public void look() {
        lock.lock();
        try {
            if (silent.hasPassed()) {
                standIn();
            }
        } finally {
            lock.unlock();
        }
    }

    /** From now on, if not already, a thread of its own waits for what the client is to be told. Under the lock. */
    void standIn() {
        if (standIn != null && standIn.begin()) {
            house.lookout().forget(this);
        }
    }

    /** The client, if nobody else tells it anything: then whoever asked has to tell it the end. Under the lock. */
    @Nullable
    Guest dismiss() {
        if (standIn == null || !standIn.dismiss()) {
            return null;
        }
        house.lookout().forget(this);
        return guest;
    }

    private @Nullable Runnable takeCall() {
        lock.lock();
        try {
            Runnable taken = call;
            call = null;
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
