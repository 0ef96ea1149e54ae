package dev.nave.edge.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ConversationModelTest {
    @Test
    void whateverClientsDoTheLawsOfConversationsHold() {
        assertThat(broken(1, 300)).isEmpty();
    }

    @Test
    @Tag("long")
    void whateverClientsDoForLongTheLawsOfConversationsHold() {
        assertThat(broken(1_000, 3_000)).isEmpty();
    }

    private static List<String> broken(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(seed -> ConversationModel.violations(seed, Duration.ofSeconds(30)))
                .flatMap(List::stream)
                .limit(5)
                .toList();
    }
}
