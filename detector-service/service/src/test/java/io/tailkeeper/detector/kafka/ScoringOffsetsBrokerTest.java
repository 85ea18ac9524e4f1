package io.tailkeeper.detector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.run.KnownRuns;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far the scoring group has committed when all is done. */
class ScoringOffsetsBrokerTest {

    private static final String COLLECTED = Topics.SAMPLES_COLLECTED.name();

    @Test
    void commitsUpToTheEndOfEveryPartitionBehindTheMarkersOfTransactionsToo() {
        GenerationKey zero = new GenerationKey("ends", 0);
        try (Installation installation = Installation.start();
                ScoringInstance instance = ScoringInstance.start(
                        installation, "ends", Installation.detector("ends", new FakeEncoder()), new KnownRuns())) {
            installation.send(Installation.sample(zero, 0, "human text"));
            installation.sendInTransactions(List.of(Installation.sample(zero, 1, "human text")));
            installation.awaitScored(zero, 2);
            await().until(() -> installation.lag("detector.ends", COLLECTED) == 0);
            installation.sendInTransactions(List.of(Installation.sample(zero, 2, "human text")));
            installation.awaitScored(zero, 3);
            await().until(() -> installation.lag("detector.ends", COLLECTED) == 0);
            assertThat(instance.isWorking()).isTrue();
        }
    }
}
