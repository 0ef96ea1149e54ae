package dev.nave.edge.upstream.wire;

import dev.nave.hub.Reply;
import dev.nave.hub.credential.Barred;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpReply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** What the answer to a POST of one request means, on either era's HTTP. */
public final class Post {
    private Post() {}

    /**
     * Reads an answer that is no stream.
     *
     * @return the outcome; nothing when the server only acknowledged (202) and will answer elsewhere
     * @throws IOException when the body breaks off or is too large
     */
    public static Optional<Outcome> read(Site site, Call call, HttpReply reply) throws IOException {
        int status = reply.status();
        byte[] body = site.body(reply, call.patience().remaining());
        if (status == 202 || (body.length == 0 && status / 100 == 2)) {
            return Optional.empty();
        }
        Message.Response answer = null;
        List<Frame> frames = site.frames(body);
        for (Frame frame : frames) {
            if (!(frame instanceof Frame.Single(Message message))) {
                continue;
            }
            if (!(message instanceof Message.Response response)) {
                call.deliver(message);
            } else if (call.isAnsweredBy(response)) {
                answer = response;
            }
        }
        if (answer != null && (status / 100 == 2 || answer instanceof Message.Failure)) {
            return Optional.of(new Outcome.Answered(answer, status));
        }
        if (status / 100 == 2) {
            String problem =
                    frames.getFirst() instanceof Frame.Malformed malformed ? malformed.problem() : site.snippet(body);
            return Optional.of(unreadable(call, problem));
        }
        return Optional.of(new Outcome.Refused(status, site.snippet(body)));
    }

    /** What to make of a frame that came on a call's own stream: true once it held the answer. */
    public static boolean deliver(Call call, Frame frame) {
        return switch (frame) {
            case Frame.Single(Message.Response response) -> {
                boolean answers = call.isAnsweredBy(response);
                if (answers) {
                    call.deliver(response);
                }
                yield answers;
            }
            case Frame.Single(Message message) -> {
                call.deliver(message);
                yield false;
            }
            case Frame.Batch(List<Frame> elements) -> {
                boolean answered = false;
                for (Frame element : elements) {
                    answered |= deliver(call, element);
                }
                yield answered;
            }
            case Frame.Malformed malformed -> {
                boolean answers = malformed.id() != null && malformed.id().equals(call.id());
                if (answers) {
                    call.deliver(new Mail.Ended(unreadable(call, malformed.problem())));
                }
                yield answers;
            }
        };
    }

    /** What a failed request means for a call that was sent at {@code started} and waited {@code head} for its answer. */
    public static Outcome failed(Call call, IOException failure, Duration waited, Duration head) {
        if (call.cancellation().isCancelled()) {
            return new Outcome.Cancelled(call.cancellation().reason().orElse("cancelled"));
        }
        if (failure instanceof Barred barred) {
            return new Outcome.Barred(barred);
        }
        boolean never = neverConnected(failure);
        boolean late = failure instanceof SocketTimeoutException;
        if (late && (!never || waited.plusMillis(50).compareTo(head) >= 0)) {
            return new Outcome.TimedOut(call.patience().overdue());
        }
        return new Outcome.Lost(text(failure), never ? Reply.Ran.SURELY_NOT : Reply.Ran.PERHAPS);
    }

    /** Whether no connection was made at all. */
    public static boolean neverConnected(IOException failure) {
        return isConnecting(failure) || isConnecting(failure.getCause());
    }

    /** The words of a failure for a person. */
    public static String text(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static Outcome unreadable(Call call, String problem) {
        return new Outcome.Refused(200, "no MCP message for " + call.request().method() + ": " + problem);
    }

    private static boolean isConnecting(@Nullable Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof SSLHandshakeException;
    }
}
