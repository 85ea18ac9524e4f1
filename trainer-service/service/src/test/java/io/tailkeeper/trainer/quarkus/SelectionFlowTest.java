package io.tailkeeper.trainer.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.specification.CurationReward;
import io.tailkeeper.contracts.specification.DataPolicy;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.Draw;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.selection.latent.ExponentialTilt;
import io.tailkeeper.selection.latent.GaussianProbe;
import io.tailkeeper.selection.latent.PrincipalComponents;
import io.tailkeeper.trainer.Samples;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.pytorch.DocumentEmbeddings;
import io.tailkeeper.trainer.pytorch.PoolPerplexities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What selections that ask no detector make of a pool, beside a real broker: each reads what it says it reads. */
@QuarkusTest
@QuarkusTestResource(KafkaBrokerResource.class)
@QuarkusTestResource(FreshFolder.class)
class SelectionFlowTest extends BesideABroker {

    private static final SelectionSpecification CURATED = new SelectionSpecification(
            Method.CURATION,
            "encoder",
            0,
            null,
            0,
            1,
            1,
            null,
            null,
            null,
            null,
            null,
            null,
            1_000.0,
            CurationReward.LENGTH);

    private static SelectionSpecification plain(Method method) {
        return new SelectionSpecification(method, "encoder", 0, null, 0, 1, 1);
    }

    /** Trains generation 0 of a run of its own and then generation 1 on a pool; returns both. */
    private List<GenerationTrained> trained(
            String name, RunSpecification specification, List<SampleScored> pool, int base) {
        GenerationTrained zero = start(name, specification, base);
        broker.publish(Topics.SAMPLES_SCORED, pool);
        return List.of(zero, broker.awaitTrained(name, 1));
    }

    private GenerationTrained start(String name, RunSpecification specification, int base) {
        RunRequested run = Specifications.run(name, null);
        broker.publish(
                Topics.RUNS_REQUESTED,
                new RunRequested(name, run.experimentId(), run.arm(), null, run.requestedAt(), specification));
        broker.publish(Topics.SAMPLES_CALIBRATION, Samples.heldOut(name, 8, 16));
        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey(name, 0), base, 0));
        return broker.awaitTrained(name, 0);
    }

    private List<WeightedSample> learned(String name) {
        return broker.messages(Topics.BATCHES_WEIGHTED).stream()
                .filter(batch -> batch.generationKey().equals(new GenerationKey(name, 1)))
                .flatMap(batch -> batch.samples().stream())
                .toList();
    }

    private List<String> ids(String name) {
        return learned(name).stream()
                .map(WeightedSample::sampleId)
                .distinct()
                .sorted()
                .toList();
    }

    private static RunSpecification selecting(SelectionSpecification selection) {
        return Specifications.with(Specifications.specification(), "selection", selection);
    }

    @Test
    void theTeacherKeepsTheHalfThatSurprisesItLeast() {
        List<SampleScored> pool = Samples.scored(new GenerationKey("taught", 1), 32, 32);
        GenerationTrained zero = trained("taught", selecting(plain(Method.TEACHER_PERPLEXITY)), pool, 64)
                .getFirst();

        double[] perplexities;
        try (PretrainedModel teacher = Models.openCheckpoint(
                Path.of(zero.checkpoint().uri()), zero.checkpoint().sha256())) {
            TokenRows rows = new TokenRows(
                    teacher.tokenizer(), Specifications.specification().text());
            perplexities = new PoolPerplexities(teacher.model(), rows, () -> false)
                    .of(LongStream.range(0, pool.size()).boxed().toList(), position -> pool.get((int) position)
                            .sample());
        }
        List<Integer> order = new ArrayList<>(
                LongStream.range(0, pool.size()).mapToObj(i -> (int) i).toList());
        order.sort(Comparator.comparingDouble(i -> perplexities[i]));
        assertThat(ids("taught"))
                .isEqualTo(order.subList(0, 32).stream()
                        .map(i -> pool.get(i).sample().sampleId())
                        .sorted()
                        .toList());
    }

    @Test
    void theFilterKeepsTheHalfMostLikeHumanTextWhateverTheOrderOfArrival() {
        List<SampleScored> pool = Samples.scored(new GenerationKey("filtered", 1), 32, 32);
        GenerationTrained zero = trained("filtered", selecting(plain(Method.LATENT_FILTER)), pool, 64)
                .getFirst();

        double[] likeness = new double[pool.size()];
        embedded(zero, pool, (human, embeddings) -> {
            GaussianProbe probe = GaussianProbe.fit(human);
            Arrays.setAll(likeness, i -> probe.score(embeddings[i]));
        });
        List<Integer> order = new ArrayList<>(
                LongStream.range(0, pool.size()).mapToObj(i -> (int) i).toList());
        order.sort(Comparator.comparingDouble(i -> -likeness[i]));
        assertThat(indexes("filtered"))
                .isEqualTo(order.subList(0, 32).stream().sorted().toList());

        List<SampleScored> shuffled = new ArrayList<>(Samples.scored(new GenerationKey("shuffled", 1), 32, 32));
        Collections.shuffle(shuffled, new Random(4));
        GenerationTrained again = trained("shuffled", selecting(plain(Method.LATENT_FILTER)), shuffled, 64)
                .getLast();
        assertThat(indexes("shuffled")).isEqualTo(indexes("filtered"));
        assertThat(again.selection().selected()).isEqualTo(32);
    }

    @Test
    void contractionDrawsByTheWeightsThatMoveThePoolTowardsHumanText() {
        List<SampleScored> pool = Samples.scored(new GenerationKey("contracted", 1), 32, 32);
        SelectionSpecification residual =
                new SelectionSpecification(Method.CONTRACTION, "encoder", 0, null, 0.5, 1, 3, null, Draw.RESIDUAL);
        List<GenerationTrained> both = trained("contracted", selecting(residual), pool, 64);

        embedded(both.getFirst(), pool, (human, embeddings) -> {
            PrincipalComponents components = PrincipalComponents.of(human, 4);
            ExponentialTilt tilt = ExponentialTilt.towards(
                    Arrays.stream(embeddings).map(components::of).toArray(double[][]::new), new double[4], 0.5);
            double total = Arrays.stream(tilt.logWeights()).map(Math::exp).sum();
            assertThat(both.getLast().selection().effectiveSampleSize())
                    .isCloseTo(tilt.effectiveSampleSize(), within(0.01))
                    .isLessThan(63);
            Map<String, Long> copies =
                    copies("contracted", both.getLast().selection().selected());
            for (int i = 0; i < pool.size(); i++) {
                double expected = Math.min(3, 64 * Math.exp(tilt.logWeights()[i]) / total);
                double drawn = copies.getOrDefault(pool.get(i).sample().sampleId(), 0L);
                assertThat(drawn).isBetween(Math.floor(expected - 0.01), Math.ceil(expected + 0.01));
            }
        });
    }

    private interface Embedded {
        void accept(double[][] human, double[][] pool);
    }

    /** Validation text and a pool as generation 0 embeds them. */
    private static void embedded(GenerationTrained zero, List<SampleScored> pool, Embedded use) {
        try (PretrainedModel model = Models.openCheckpoint(
                Path.of(zero.checkpoint().uri()), zero.checkpoint().sha256())) {
            TokenRows rows = new TokenRows(
                    model.tokenizer(), Specifications.specification().text());
            DocumentEmbeddings embeddings = new DocumentEmbeddings(model.model(), () -> false);
            List<CalibrationSample> human =
                    Samples.heldOut(zero.run().runId(), 8, 16).subList(0, 8);
            use.accept(
                    embeddings.of(
                            8, i -> rows.of(human.get(i).prompt(), human.get(i).text()), UnaryOperator.identity()),
                    embeddings.of(
                            pool.size(),
                            i -> rows.of(
                                    pool.get(i).sample().prompt(),
                                    pool.get(i).sample().text()),
                            UnaryOperator.identity()));
        }
    }

    private List<Integer> indexes(String name) {
        return ids(name).stream()
                .map(id -> Integer.parseInt(id.substring(name.length() + 3)))
                .sorted()
                .toList();
    }

    /** How often each sample was drawn: the first pass over the selected documents has every copy once. */
    private Map<String, Long> copies(String name, int selected) {
        List<WeightedSample> learned = learned(name);
        assertThat(learned).hasSizeGreaterThanOrEqualTo(selected);
        return learned.subList(0, selected).stream()
                .collect(Collectors.groupingBy(WeightedSample::sampleId, Collectors.counting()));
    }

    @Test
    void curationByLengthKeepsTheLongestAndAQuarter() {
        List<SampleScored> pool = Samples.scored(new GenerationKey("curated", 1), 32, 32);
        GenerationTrained one = trained("curated", selecting(CURATED), pool, 64).getLast();

        List<SampleCollected> samples = pool.stream().map(SampleScored::sample).toList();
        SampleCollected longest = samples.stream()
                .max(Comparator.comparingInt(sample -> sample.text().length()))
                .orElseThrow();
        SampleCollected shortest = samples.stream()
                .min(Comparator.comparingInt(sample -> sample.text().length()))
                .orElseThrow();
        assertThat(one.selection().selected()).isEqualTo(16);
        assertThat(ids("curated")).hasSize(16).contains(longest.sampleId()).doesNotContain(shortest.sampleId());
    }

    /** A pool of generation 1, the 64 samples of which have the given overlaps. */
    private static List<SampleScored> overlapping(String name, IntFunction<@Nullable Double> overlap) {
        List<SampleScored> pool = new ArrayList<>();
        for (SampleScored scored : Samples.scored(new GenerationKey(name, 1), 0, 64)) {
            Double found = overlap.apply(pool.size());
            pool.add(Specifications.with(
                    scored, "sample", Specifications.with(scored.sample(), "referenceOverlap", found)));
        }
        return pool;
    }

    private static RunSpecification byOverlap(double keepShare) {
        SelectionSpecification selection = Specifications.with(plain(Method.REFERENCE_OVERLAP), "keepShare", keepShare);
        DataSpecification data = new DataSpecification(64, 32, 0, 2, 32, 8, 16);
        return Specifications.with(
                Specifications.with(Specifications.specification(), "data", data), "selection", selection);
    }

    /** Overlaps 0/64, 37/64, 10/64, …: each once, so the eighth with the largest is those from 56/64 on. */
    @Test
    void theTextsMostLikeWhatAHumanWroteAreLearned() {
        List<SampleScored> pool = overlapping("verified", i -> i * 37 % 64 / 64.0);
        GenerationTrained one = trained("verified", byOverlap(0.125), pool, 64).getLast();

        assertThat(one.selection().selected()).isEqualTo(8);
        assertThat(ids("verified"))
                .isEqualTo(pool.stream()
                        .map(SampleScored::sample)
                        .filter(sample -> sample.referenceOverlap() >= 56 / 64.0)
                        .map(SampleCollected::sampleId)
                        .sorted()
                        .toList());
    }

    @Test
    void aDetectorThatDropsTheOverlapEndsTheRunByItsName() {
        start("dropped", byOverlap(0.5), 64);
        broker.publish(Topics.SAMPLES_SCORED, overlapping("dropped", i -> i == 5 ? null : 0.5));

        RunFinished end = broker.awaitFinished("dropped");
        assertThat(end.status()).isEqualTo(RunFinished.Status.FAILED);
        assertThat(end.reason())
                .contains(
                        "reference-overlap",
                        "sample dropped:1:5 lacks",
                        "detector encoder dropped it",
                        "conformance detector");
    }

    @Test
    void aTextFromOutsideWithoutAnOverlapEndsTheRunByItsName() {
        start("crawled", byOverlap(0.5), 64);
        List<SampleScored> pool = overlapping("crawled", i -> i == 5 ? null : 0.5);
        SampleScored stranger = pool.get(5);
        pool.set(
                5,
                Specifications.with(
                        stranger, "sample", Specifications.with(stranger.sample(), "sampleId", "crawl/2026:5")));
        broker.publish(Topics.SAMPLES_SCORED, pool);

        assertThat(broker.awaitFinished("crawled").reason())
                .contains("sample crawl/2026:5 lacks", "a program outside of the run")
                .doesNotContain("encoder");
    }

    @Test
    void textThatIsOlderWeighsHalfAsMuch() {
        DataSpecification data = new DataSpecification(64, 32, 1, 1, 32, 8, 16, DataPolicy.ACCUMULATE);
        RunSpecification specification = Specifications.with(selecting(plain(Method.NONE)), "data", data);
        specification = Specifications.with(specification, "selection", plain(Method.GENERATION_DECAY));
        List<SampleScored> pool = new ArrayList<>();
        for (SampleScored scored : Samples.scored(new GenerationKey("aged", 1), 96, 32)) {
            SampleCollected s = scored.sample();
            Integer age = pool.size() < 64 ? 1 : null;
            pool.add(new SampleScored(
                    new SampleCollected(
                            s.sampleId(), s.runId(), s.generation(), s.prompt(), s.text(), s.provenance(), age, null),
                    scored.detectorId(),
                    scored.detectorVersion(),
                    scored.syntheticProbability(),
                    scored.logit()));
        }
        GenerationTrained one = trained("aged", specification, pool, 64).getLast();

        // 64 of weight 1/2 and 64 of weight 1 have a mean of 3/4
        assertThat(one.selection().pooled()).isEqualTo(128);
        assertThat(one.selection().effectiveSampleSize()).isCloseTo(128 / (10 / 9.0), within(1e-9));
        assertThat(learned("aged")).isNotEmpty().allSatisfy(sample -> {
            int index = Integer.parseInt(sample.sampleId().substring("aged:1:".length()));
            assertThat(sample.weight()).isCloseTo(index < 64 ? 2 / 3.0 : 4 / 3.0, within(1e-12));
        });
        assertThat(learned("aged").stream().map(WeightedSample::weight).distinct())
                .hasSize(2);
    }
}
