package io.tailkeeper.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.BatchesPublished;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.IdHash;
import io.tailkeeper.metrics.LedgerEntries;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.ShownTexts;
import io.tailkeeper.metrics.redis.layout.StoredJson;
import io.tailkeeper.page.Excerpt;
import io.tailkeeper.page.ShownSamples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SampleViewsTest {

    private static final GenerationKey ONE = new GenerationKey("run", 1);

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private final FakeRun run = new FakeRun("run", (String) null);
    private TestLedger ledger;

    @BeforeEach
    void open() {
        ledger = new TestLedger(REDIS.calls());
        ledger.record(run.request());
    }

    private ShownSamples samples(GenerationKey generation) {
        ledger.show();
        return StoredJson.read(new SampleViews(REDIS.calls(), ledger.caughtUp).find(generation), ShownSamples.class);
    }

    private List<String> lowest(int most) {
        return run.collected(1).stream()
                .map(SampleCollected::sampleId)
                .sorted(Comparator.comparingLong(id -> IdHash.rank(ONE, id)))
                .limit(most)
                .toList();
    }

    @Test
    void keepsTheSamplesOfTheLowestRanksWhateverOrderTheyComeIn() {
        List<Object> messages = new ArrayList<>(run.scored(1));
        messages.addAll(run.scored(1).subList(0, 30));
        Collections.shuffle(messages, new Random(7));
        messages.forEach(message -> ledger.record(message));

        assertThat(samples(ONE).pool())
                .extracting(ShownSamples.Pooled::sampleId)
                .isEqualTo(lowest(ShownTexts.POOLED))
                .hasSize(ShownTexts.POOLED);
        assertThat(ledger.keys().filter(key -> key.contains(":shown"))).hasSize(2);
    }

    @Test
    void runsAreShownTheSameIndices() {
        FakeRun other = new FakeRun("other", (String) null);
        ledger.record(other.request());
        ledger.record(run.scored(1));
        ledger.record(other.scored(1));

        assertThat(indices(samples(ONE)))
                .isEqualTo(indices(samples(new GenerationKey("other", 1))))
                .isNotEmpty();
    }

    private static List<String> indices(ShownSamples samples) {
        return samples.pool().stream()
                .map(sample -> sample.sampleId().replaceFirst(".*:", ""))
                .toList();
    }

    @Test
    void saysWhatIsKeptWithItsWeightAndWhatIsDroppedOnceThatIsDecided() {
        String kept = lowest(2).getLast();
        WeightedBatch batch =
                new WeightedBatch("run", 1, 0, 1, List.of(new WeightedSample(kept, "p", "t", 0.25, 1, Source.HUMAN)));
        ledger.record(batch); // as they come when everything is read again
        ledger.record(run.scored(1));
        ledger.record(run.shadow("another", 1));

        assertThat(samples(ONE).decided()).isFalse();
        ledger.record(new BatchesPublished("run", 1, 0, 0, 0, 1, "0".repeat(64)));
        assertThat(samples(ONE).decided()).isTrue();
        assertThat(samples(ONE).pool())
                .filteredOn(sample -> sample.weight() != null)
                .singleElement()
                .satisfies(sample -> {
                    assertThat(sample.sampleId()).isEqualTo(kept);
                    assertThat(sample.weight()).isEqualTo(0.25);
                    assertThat(sample.text().text()).startsWith("a text of ");
                    assertThat(sample.syntheticProbability()).isIn(0.1, 0.5, 0.9);
                });
    }

    @Test
    void longTextsAreCut() {
        SampleCollected first = run.collected(1).getFirst();
        SampleCollected endless = new SampleCollected(
                first.sampleId(), "run", 1, "p".repeat(500), "t".repeat(200_000), first.provenance());
        ledger.record(new SampleScored(endless, "encoder", "1", 0.5, 0));

        assertThat(samples(ONE).pool()).singleElement().satisfies(sample -> {
            assertThat(sample.prompt()).isEqualTo(new Excerpt("p".repeat(Excerpt.LONGEST), 100));
            assertThat(sample.text()).isEqualTo(new Excerpt("t".repeat(Excerpt.LONGEST), 199_600));
        });
    }

    @Test
    void pairsBelongToTheGenerationWhoseModelWroteThem() {
        ledger.record(run.calibration(2));

        assertThat(samples(ONE).pairs()).hasSize(ShownTexts.PAIRS).first().satisfies(pair -> {
            assertThat(pair.index()).isZero();
            assertThat(pair.human().text())
                    .isEqualTo(run.calibration(2).getFirst().text());
            assertThat(pair.model().text())
                    .isEqualTo(run.calibration(2)
                            .get(run.calibration(2).size() / 2)
                            .text());
        });
        assertThat(samples(new GenerationKey("run", 2)).pairs()).isEmpty();
    }

    @Test
    void aPairWithoutItsModelIsNotShown() {
        ledger.record(run.calibration(2).subList(0, 5));

        assertThat(samples(ONE).pairs()).isEmpty();
    }

    @Test
    void samplesBeforeTheirRunsRequestAreCountedButNotShown() {
        FakeRun early = new FakeRun("early", (String) null);
        ledger.record(early.scored(1));
        ledger.record(early.batches(1));
        ledger.record(early.request());

        assertThat(samples(new GenerationKey("early", 1)).pool()).isEmpty();
        assertThat(ledger.findRun("early").orElseThrow().progress())
                .filteredOn(progress -> progress.generation() == 1)
                .singleElement()
                .satisfies(progress ->
                        assertThat(progress.scored()).isEqualTo(early.scored(1).size()));
    }

    @Test
    void nothingIsSaidBeforeRedisIsComplete() {
        SampleViews views = new SampleViews(REDIS.calls(), ledger.caughtUp);
        REDIS.empty();

        assertThatThrownBy(() -> views.find(ONE))
                .isInstanceOf(NotCaughtUpException.class)
                .hasMessageContaining("Redis was emptied");
    }

    @Test
    void equalSamplesOfABatchHaveOneWeight() {
        WeightedSample sample = new WeightedSample("run:1:3", "p", "t", 1, 1, Source.HUMAN);
        WeightedBatch batch = new WeightedBatch("run", 1, 0, 2, List.of(sample, sample));

        assertThat(LedgerEntries.of(batch).orElseThrow())
                .isInstanceOfSatisfying(LedgerEntry.Batch.class, entry -> assertThat(entry.weights())
                        .containsExactly(java.util.Map.entry("run:1:3", 1.0)));
    }
}
