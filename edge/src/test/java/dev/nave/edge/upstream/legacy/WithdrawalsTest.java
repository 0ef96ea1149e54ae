package dev.nave.edge.upstream.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.edge.upstream.legacy.Withdrawals.Pending;
import dev.nave.protocol.message.Id;
import org.junit.jupiter.api.Test;

class WithdrawalsTest {
    private static final Id QUESTION = Id.of("q");

    private final Withdrawals withdrawals = new Withdrawals();

    @Test
    void whatIsTakenBackBeforeItComesIsNotPut() {
        withdrawals.withdraw(QUESTION);
        assertThat(withdrawals.begin(QUESTION)).isEmpty();
        assertThat(withdrawals.begin(QUESTION)).as("another one of that id").isPresent();
    }

    @Test
    void whatIsTakenBackWhileItIsOpenIsOver() {
        Pending pending = withdrawals.begin(QUESTION).orElseThrow();
        assertThat(pending.begin()).isTrue();
        withdrawals.withdraw(QUESTION);
        assertThat(pending.isOver()).isTrue();
        assertThat(pending.end()).as("whether an answer is wanted").isFalse();
    }

    @Test
    void whatIsTakenBackTooLateIsNotALaterQuestionOfTheSameId() {
        Pending pending = withdrawals.begin(QUESTION).orElseThrow();
        withdrawals.end(QUESTION, pending);
        withdrawals.withdraw(QUESTION);
        assertThat(withdrawals.begin(QUESTION)).isPresent();
    }
}
