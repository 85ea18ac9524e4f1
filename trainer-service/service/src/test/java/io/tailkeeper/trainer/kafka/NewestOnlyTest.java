package io.tailkeeper.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewestOnlyTest {

    private final List<Integer> sent = new ArrayList<>();
    private final List<UniEmitter<? super Void>> answers = new ArrayList<>();
    private final NewestOnly<Integer> outlet = new NewestOnly<>(message -> {
        sent.add(message);
        return Uni.createFrom().emitter(answers::add);
    });

    @Test
    void aReceiverThatIsAwayGetsTheFirstAndThenTheNewest() {
        for (int i = 0; i < 100_000; i++) {
            outlet.offer(i);
        }
        assertThat(sent).containsExactly(0);

        answers.getFirst().complete(null);
        assertThat(sent).containsExactly(0, 99_999);
        answers.getLast().complete(null);

        outlet.offer(7);
        assertThat(sent).containsExactly(0, 99_999, 7);
    }

    @Test
    void aLostMessageIsNotSentAgain() {
        outlet.offer(1);
        answers.getFirst().fail(new IllegalStateException("no broker"));
        assertThat(sent).containsExactly(1);

        outlet.offer(2);

        assertThat(sent).containsExactly(1, 2);
    }
}
