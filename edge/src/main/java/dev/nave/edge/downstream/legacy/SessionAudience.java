package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Answer;
import dev.nave.hub.Audience;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Question;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.projection.ProjectedQuestion;
import java.util.Optional;

/** Asks the client of a session outside its calls: on the session's own stream, else on that of a call in flight. */
record SessionAudience(Session of) implements Audience {
    @Override
    public String session() {
        return of.key();
    }

    @Override
    public Answer ask(Question question) {
        return switch (of.gates().pass(question)) {
            case ProjectedQuestion.Impossible impossible -> new Answer.Unsupported(impossible.reason());
            case ProjectedQuestion.Possible possible -> {
                Optional<Channel> channel = of.reachable();
                yield channel.isEmpty()
                        ? new Answer.Gone("The client listens to nothing at the moment.")
                        : of.counted(() -> of.ask(channel.get(), question.method(), possible.value())
                                .await(of.surroundings().wait(Wait.ANSWER), new Cancellation()));
            }
        };
    }
}
