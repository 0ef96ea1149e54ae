package dev.nave.edge.upstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What waits for a call's thread, and what gives way when there is too much. */
class MailboxTest {
    private final Mailbox mailbox = new Mailbox(2);

    @Test
    void aThreadThatIsAMomentLateMissesNoProgress() throws Exception {
        mailbox.put(progress(1));
        mailbox.put(progress(2));
        assertThat(mailbox.take(Duration.ZERO)).isEqualTo(progress(1));
        assertThat(mailbox.take(Duration.ZERO)).isEqualTo(progress(2));
        assertThat(mailbox.take(Duration.ZERO)).isNull();
    }

    @Test
    void ofMuchProgressTheLastIsKept() throws Exception {
        Mailbox roomy = new Mailbox(1_000);
        for (int amount = 1; amount <= 100; amount++) {
            mailbox.put(progress(amount));
            roomy.put(progress(amount));
        }
        assertThat(mailbox.take(Duration.ZERO)).isEqualTo(progress(99));
        assertThat(mailbox.take(Duration.ZERO)).isEqualTo(progress(100));
        assertThat(mailbox.take(Duration.ZERO)).isNull();
        assertThat(roomy.take(Duration.ZERO)).isEqualTo(progress(85));
    }

    @Test
    void logsBeyondTheBoundAreCountedAndTheAnswerAlwaysFits() throws Exception {
        for (int i = 0; i < 5; i++) {
            mailbox.put(new Mail.Log(Json.of(i)));
        }
        Mail answer = new Mail.Answer(new Message.Result(Id.of(1), Json.EMPTY_OBJECT));
        mailbox.put(answer);
        assertThat(mailbox.takeDropped()).isEqualTo(3);
        assertThat(mailbox.take(Duration.ZERO)).isEqualTo(new Mail.Log(Json.of(0)));
        assertThat(mailbox.take(Duration.ZERO)).isEqualTo(new Mail.Log(Json.of(1)));
        assertThat(mailbox.take(Duration.ZERO)).isEqualTo(answer);
    }

    @Test
    void aCancellationOvertakesEverything() throws Exception {
        mailbox.put(new Mail.Log(Json.of(0)));
        mailbox.put(new Mail.Cancelled("enough"));
        assertThat(mailbox.take(Duration.ZERO)).isEqualTo(new Mail.Cancelled("enough"));
    }

    private static Mail progress(int amount) {
        return new Mail.Progress(Json.object().put("progress", amount).build());
    }
}
