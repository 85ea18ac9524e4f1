package io.tailkeeper.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.SamplingTask.Part;
import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.measures.TextTokens;
import io.tailkeeper.contracts.measures.TokenEdits;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.DecodingSpecification;
import io.tailkeeper.contracts.specification.DetectorSpecification;
import io.tailkeeper.contracts.specification.DetectorTrial;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private final RunRequested run = Fixtures.run("run");
    private final Corpora corpora = Fixtures.corpora(2_000);
    private final FakeWriter writer = new FakeWriter();
    private final Sampler sampler = new Sampler(corpora, writer);

    private static SamplingTask task(RunRequested run, int generation, Part part, int first, int count) {
        boolean written = part == Part.SYNTHETIC || part == Part.CALIBRATION;
        return new SamplingTask(run, generation, part, first, count, written ? Fixtures.CHECKPOINT : null);
    }

    private SamplingTask task(int generation, Part part, int first, int count) {
        return task(run, generation, part, first, count);
    }

    @Test
    void humanSamplesAreFreshInEveryGeneration() {
        Set<String> texts = new HashSet<>();
        List<SamplingTask> tasks =
                List.of(task(0, Part.HUMAN, 0, 300), task(1, Part.HUMAN, 0, 40), task(2, Part.HUMAN, 0, 40));
        for (SamplingTask task : tasks) {
            for (SampleCollected sample : sampler.samples(task).collected()) {
                assertThat(sample.provenance()).isEqualTo(Provenance.HUMAN);
                texts.add(sample.prompt() + sample.text());
            }
        }
        assertThat(texts).hasSize(380);
        assertThat(writer.seedsOfCalls).isEmpty();
    }

    /** "Document 7 says 3. " begins each sentence; the fake draws the capitals again, and changes every other one. */
    @Test
    void editedDocumentsStayHumanAndSayWhatWasDoneToThem() {
        RunRequested edited = Fixtures.run("run", null, Fixtures.edited(null));
        SamplingTask task = new SamplingTask(edited, 1, Part.HUMAN, 0, 40, Fixtures.CHECKPOINT);

        List<SampleCollected> before =
                sampler.samples(task(1, Part.HUMAN, 0, 40)).collected();
        List<SampleCollected> after = sampler.samples(task).collected();

        assertThat(after)
                .extracting(SampleCollected::sampleId, SampleCollected::prompt)
                .isEqualTo(before.stream()
                        .map(sample -> tuple(sample.sampleId(), sample.prompt()))
                        .toList());
        for (int row = 0; row < 40; row++) {
            String human = before.get(row).text();
            long capitals = human.chars().filter(Character::isUpperCase).count();
            assertThat(after.get(row).text()).isEqualTo(everyOtherCapital(human));
            assertThat(after.get(row).provenance())
                    .isEqualTo(new Provenance(
                            Provenance.Source.HUMAN, null, 0, new TokenEdits(16, capitals, (capitals + 1) / 2)));
        }
        assertThat(after).extracting(SampleCollected::text).anyMatch(text -> text.contains("#"));
        int block = 300;
        assertThat(writer.seedsOfCalls.getFirst()[0])
                .as("the first after those of generation 0")
                .isEqualTo(Seeds.of(7, "1:human:" + block, "editing"));
    }

    private static String everyOtherCapital(String text) {
        StringBuilder changed = new StringBuilder(text);
        int capitals = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isUpperCase(text.charAt(i)) && capitals++ % 2 == 0) {
                changed.setCharAt(i, '#');
            }
        }
        return changed.toString();
    }

    /** Prompts begin again at the first once all were used, and are continued in another way. */
    @Test
    void promptsThatAreUsedAgainAreContinuedInAnotherWay() {
        DataSpecification data = new DataSpecification(300, 20, 0, 20, 16, 8, 16, null, null, null, null, true, null);
        int prompts = corpora.of(run.specification()).size(Partition.PROMPTS);
        int generations = prompts / 400 + 1;
        RunRequested again = Fixtures.run(
                "run", null, Specifications.with(Fixtures.specification(data), "generations", generations));
        int first = prompts - 400 * (generations - 1);
        Sampler other = new Sampler(corpora, writer);

        SampleCollected last = other.samples(task(again, generations, Part.SYNTHETIC, first, 1))
                .collected()
                .getFirst();
        SampleCollected one =
                other.samples(task(again, 1, Part.SYNTHETIC, 0, 1)).collected().getFirst();

        assertThat(last.prompt()).isEqualTo(one.prompt());
        assertThat(last.text()).isNotEqualTo(one.text());
    }

    @Test
    void aTextOfWhichNothingWouldBeSeenStaysAsItWas() {
        RunRequested edited = Fixtures.run("run", null, Fixtures.edited(null));
        SamplingTask task = new SamplingTask(edited, 1, Part.HUMAN, 0, 2, Fixtures.CHECKPOINT);
        writer.blankEdits();

        assertThat(sampler.samples(task).collected())
                .extracting(SampleCollected::text, sample -> sample.provenance().edits())
                .isEqualTo(sampler.samples(task(1, Part.HUMAN, 0, 2)).collected().stream()
                        .map(sample -> tuple(sample.text(), new TokenEdits(16, 16, 0)))
                        .toList());
    }

    @Test
    void idsAreTheGenerationAndTheIndex() {
        assertThat(sampler.samples(task(1, Part.HUMAN, 38, 2)).collected())
                .extracting(SampleCollected::sampleId)
                .containsExactly("run:1:38", "run:1:39");
        assertThat(sampler.samples(task(2, Part.SYNTHETIC, 40, 2)).collected())
                .extracting(SampleCollected::sampleId)
                .containsExactly("run:2:40", "run:2:41");
    }

    @Test
    void syntheticSamplesContinueFreshPromptsThatNobodyTrainsOn() {
        List<String> prompts = new ArrayList<>();
        for (int generation = 1; generation <= 2; generation++) {
            for (int first : new int[] {40, 104}) {
                SamplingTask task = task(generation, Part.SYNTHETIC, first, first == 40 ? 64 : 6);
                for (SampleCollected sample : sampler.samples(task).collected()) {
                    assertThat(sample.provenance()).isEqualTo(Provenance.synthetic(0));
                    assertThat(sample.text()).hasSize(16).matches("[a-z]+");
                    prompts.add(sample.prompt());
                }
            }
        }
        PartitionedCorpus corpus = corpora.of(run.specification());
        assertThat(prompts)
                .isEqualTo(IntStream.range(0, 140)
                        .mapToObj(block -> new ByteVocabulary().bytes(corpus.prompt(Partition.PROMPTS, block)))
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .toList());
    }

    @Test
    void textThatIsWrittenAnewHasThePromptsOfTheHumanTextThatWasLearned() {
        RunRequested rewriting = Fixtures.run("run", null, Fixtures.specification(Fixtures.REWRITTEN));
        List<String> learned = new ArrayList<>();
        List<String> humanTexts = new ArrayList<>();
        for (SamplingTask task :
                List.of(task(rewriting, 0, Part.HUMAN, 0, 300), task(rewriting, 1, Part.HUMAN, 0, 40))) {
            for (SampleCollected sample : sampler.samples(task).collected()) {
                learned.add(sample.prompt());
                humanTexts.add(sample.prompt() + sample.text());
            }
        }

        List<SampleCollected> first =
                sampler.samples(task(rewriting, 1, Part.SYNTHETIC, 40, 300)).collected();
        List<SampleCollected> second =
                sampler.samples(task(rewriting, 2, Part.SYNTHETIC, 40, 340)).collected();

        assertThat(first).extracting(SampleCollected::prompt).isEqualTo(learned.subList(0, 300));
        assertThat(second).extracting(SampleCollected::prompt).isEqualTo(learned);
        assertThat(second).extracting(SampleCollected::provenance).containsOnly(Provenance.synthetic(0));
        assertThat(second.getFirst().text()).isNotEqualTo(first.getFirst().text());
        assertThat(sampler.samples(task(rewriting, 2, Part.HUMAN, 0, 40)).collected())
                .extracting(sample -> sample.prompt() + sample.text())
                .doesNotContainAnyElementsOf(humanTexts);
        assertThatThrownBy(() -> sampler.samples(task(rewriting, 2, Part.SYNTHETIC, 40, 341)))
                .isInstanceOf(RejectedMessageException.class);
    }

    @Test
    void keptTextIsTheSameInEveryGenerationThatHasIt() {
        RunRequested keeping = Fixtures.run("run", null, Fixtures.specification(Fixtures.KEPT));

        List<SampleCollected> first =
                sampler.samples(task(keeping, 1, Part.SYNTHETIC, 340, 70)).collected();
        List<SampleCollected> again =
                sampler.samples(task(keeping, 2, Part.SYNTHETIC, 380, 70)).collected();
        List<SampleCollected> human =
                sampler.samples(task(keeping, 2, Part.HUMAN, 0, 300)).collected();

        assertThat(again)
                .extracting(SampleCollected::prompt, SampleCollected::text)
                .isEqualTo(first.stream()
                        .map(sample -> tuple(sample.prompt(), sample.text()))
                        .toList());
        assertThat(human)
                .extracting(SampleCollected::prompt, SampleCollected::text)
                .isEqualTo(sampler.samples(task(keeping, 0, Part.HUMAN, 0, 300)).collected().stream()
                        .map(sample -> tuple(sample.prompt(), sample.text()))
                        .toList());
        assertThat(ages(first)).as("new in generation 1").containsOnly(0);
        assertThat(ages(again)).as("written by generation 0").containsOnly(1);
        assertThat(ages(human)).as("learned by generation 0").containsOnly(2);
        assertThat(ages(sampler.samples(task(keeping, 2, Part.HUMAN, 339, 2)).collected()))
                .as("the last of generation 1, the first of generation 2")
                .containsExactly(1, 0);
        assertThatThrownBy(() -> sampler.samples(task(keeping, 2, Part.SYNTHETIC, 440, 20)))
                .as("the last ten are the next model's")
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("has the model of generation 0 write what that of generation 1 wrote");
    }

    private static List<Integer> ages(List<SampleCollected> samples) {
        return samples.stream().map(SampleCollected::ageOrDefault).toList();
    }

    @Test
    void runsOfOneSeedShareTheirTextWhateverTheirName() {
        RunRequested other = Fixtures.run("another", "run", run.specification());

        List<SampleCollected> one =
                sampler.samples(task(1, Part.SYNTHETIC, 40, 64)).collected();
        List<SampleCollected> two = new Sampler(Fixtures.corpora(2_000), new FakeWriter())
                .samples(task(other, 1, Part.SYNTHETIC, 40, 64))
                .collected();

        assertThat(two)
                .extracting(SampleCollected::text)
                .isEqualTo(one.stream().map(SampleCollected::text).toList());
        assertThat(two.getFirst().sampleId()).isEqualTo("another:1:40");
        assertThat(writer.seedsOfCalls.getFirst()[0]).isEqualTo(Seeds.of(7, "1:40", "decoding"));
    }

    @Test
    void calibrationPairsShareTheirPromptAndKeepTheirPlaces() {
        List<CalibrationSample> samples =
                sampler.samples(task(3, Part.CALIBRATION, 64, 6)).labelled();

        assertThat(samples).hasSize(12).allSatisfy(sample -> {
            assertThat(sample.total()).isEqualTo(140);
            assertThat(sample.generation()).isEqualTo(3);
            assertThat(sample.machineWritten()).isEqualTo(sample.index() >= 70);
        });
        for (CalibrationSample human : samples) {
            if (!human.machineWritten()) {
                assertThat(samples)
                        .filteredOn(sample -> sample.index() == human.index() + 70)
                        .singleElement()
                        .extracting(CalibrationSample::prompt)
                        .isEqualTo(human.prompt());
            }
        }
    }

    @Test
    void calibrationSamplesCarryWhatTheRunAsksOfItsDetector() {
        DetectorSpecification asked = new DetectorSpecification(null, 0.8);
        SamplingTask task = task(3, Part.CALIBRATION, 64, 6);
        RunRequested asking = Specifications.with(
                task.run(), "specification", Specifications.with(task.run().specification(), "detector", asked));

        assertThat(sampler.samples(Specifications.with(task, "run", asking)).labelled())
                .hasSize(12)
                .allSatisfy(sample -> assertThat(sample.trial()).isEqualTo(new DetectorTrial("encoder", asked, 7)));
        assertThat(sampler.samples(task).labelled()).hasSize(12).allSatisfy(sample -> assertThat(sample.trial())
                .isNull());
    }

    @Test
    void calibrationSamplesSayTheirTokensAndTheModelsHowProbableTheyWere() {
        List<CalibrationSample> samples =
                sampler.samples(task(3, Part.CALIBRATION, 64, 6)).labelled();

        assertThat(samples).hasSize(12).allSatisfy(sample -> {
            TextTokens tokens = sample.tokens();
            byte[] bytes = new ByteVocabulary()
                    .bytes(tokens.ids().stream().mapToInt(Integer::intValue).toArray());
            assertThat(sample.text()).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
            if (sample.machineWritten()) {
                assertThat(tokens.probabilities())
                        .hasSize(16)
                        .startsWith(0.5, 0.25, 0.125)
                        .endsWith(0.000015);
            } else {
                assertThat(tokens.probabilities()).isNull();
            }
        });
    }

    @Test
    void heldOutPartsAreHumanTextOfGenerationZero() {
        List<CalibrationSample> test =
                sampler.samples(task(0, Part.TEST, 0, 16)).labelled();
        List<CalibrationSample> validation =
                sampler.samples(task(0, Part.VALIDATION, 0, 8)).labelled();

        assertThat(test).extracting(CalibrationSample::part).containsOnly(CalibrationSample.Part.TEST);
        assertThat(test).extracting(CalibrationSample::total).containsOnly(16);
        assertThat(validation).extracting(CalibrationSample::total).containsOnly(8);
        assertThat(validation).extracting(CalibrationSample::machineWritten).containsOnly(false);
    }

    @Test
    void blankContinuationIsDecodedAgainWithTheNextSeed() {
        writer.rows((call, row, newTokens, seed) -> blankAtFirst(call, row, newTokens));

        List<SampleCollected> samples =
                sampler.samples(task(1, Part.SYNTHETIC, 40, 3)).collected();

        assertThat(samples)
                .extracting(SampleCollected::text)
                .containsExactly("1".repeat(16), "2".repeat(16), "1".repeat(16));
        assertThat(writer.seedsOfCalls).hasSize(2);
        assertThat(writer.seedsOfCalls.get(1)[1]).isEqualTo(Seeds.of(7, "1:41", "decoding-2"));
    }

    private static int[] blankAtFirst(int call, int row, int newTokens) {
        return constant(call == 1 && row == 1 ? ' ' : '0' + call, newTokens);
    }

    private static int[] constant(int token, int length) {
        int[] tokens = new int[length];
        Arrays.fill(tokens, token);
        return tokens;
    }

    @Test
    void continuationThatStaysBlankBecomesAFullStop() {
        writer.rows((call, row, newTokens, seed) -> constant('\n', newTokens));

        assertThat(sampler.samples(task(1, Part.SYNTHETIC, 40, 2)).collected())
                .extracting(SampleCollected::text)
                .containsExactly(".", ".");
        assertThat(writer.seedsOfCalls).hasSize(Continuations.ATTEMPTS);
    }

    @Test
    void greedyDecodingIsNotTriedTwice() {
        RunSpecification tiny = run.specification();
        DecodingSpecification greedy = new DecodingSpecification(DecodingSpecification.Strategy.GREEDY, 1, 1, 1);
        RunRequested run = Fixtures.run("run", null, Fixtures.specification(tiny.corpus(), tiny.data(), greedy));
        writer.rows((call, row, newTokens, seed) -> constant(' ', newTokens));

        sampler.samples(task(run, 1, Part.SYNTHETIC, 40, 2));

        assertThat(writer.seedsOfCalls).hasSize(1);
    }

    @Test
    void continuationThatEndsInsideACharacterLosesOnlyThatCharacter() {
        writer.rows((call, row, newTokens, seed) -> {
            int[] tokens = constant('a', newTokens);
            tokens[newTokens - 2] = 0xE2; // two of the three bytes of the euro sign
            tokens[newTokens - 1] = 0x82;
            return tokens;
        });

        assertThat(sampler.samples(task(1, Part.SYNTHETIC, 40, 1)).collected())
                .extracting(SampleCollected::text)
                .containsExactly("a".repeat(14));
    }

    @Test
    void taskForSamplesTheRunDoesNotHaveIsRefused() {
        List<SamplingTask> wrong = List.of(
                task(1, Part.HUMAN, 39, 2),
                task(1, Part.SYNTHETIC, 39, 2),
                task(1, Part.SYNTHETIC, 100, 11),
                task(3, Part.HUMAN, 0, 1),
                task(0, Part.CALIBRATION, 0, 1),
                task(4, Part.CALIBRATION, 0, 1),
                task(1, Part.TEST, 0, 1),
                task(0, Part.VALIDATION, 8, 1));
        for (SamplingTask task : wrong) {
            assertThatThrownBy(() -> sampler.samples(task))
                    .isInstanceOf(RejectedMessageException.class)
                    .hasMessageContaining(task.taskId());
        }
    }
}
