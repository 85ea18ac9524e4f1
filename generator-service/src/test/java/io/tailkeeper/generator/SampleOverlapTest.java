package io.tailkeeper.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.SamplingTask.Part;
import io.tailkeeper.contracts.specification.DataPolicy;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import io.tailkeeper.contracts.testing.Specifications;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Under every data policy a sample says how far it is the human text after its prompt, where its run selects by that. */
class SampleOverlapTest {

    private static final SelectionSpecification BY_OVERLAP =
            new SelectionSpecification(Method.REFERENCE_OVERLAP, "encoder", 0, null, 0, 1, 1);

    private final Corpora corpora = Fixtures.corpora(2_000);
    private final FakeWriter writer = new FakeWriter();
    private final Sampler sampler = new Sampler(corpora, writer);

    private static RunRequested comparing(RunSpecification specification) {
        return Fixtures.run("run", null, Specifications.with(specification, "selection", BY_OVERLAP));
    }

    private List<SampleCollected> synthetic(RunRequested run, int generation, int first) {
        return sampler.samples(new SamplingTask(run, generation, Part.SYNTHETIC, first, 60, Fixtures.CHECKPOINT))
                .collected();
    }

    private List<SampleCollected> human(RunRequested run, int generation) {
        boolean edited = run.specification().data().edits(generation);
        return sampler.samples(
                        new SamplingTask(run, generation, Part.HUMAN, 0, 40, edited ? Fixtures.CHECKPOINT : null))
                .collected();
    }

    private static List<Double> overlaps(List<SampleCollected> samples) {
        return samples.stream().map(SampleCollected::referenceOverlap).toList();
    }

    /** "Document 7 says 3. " is a sentence of the corpus; each row continues with three words, of which some are in it. */
    private void writeSentences() {
        writer.rows((call, row, newTokens, seed) -> Arrays.copyOf(
                String.format(Locale.ROOT, "SAYS %d.document ", row % 10)
                        .chars()
                        .toArray(),
                newTokens));
    }

    private void assertOverlaps(List<SampleCollected> samples, Partition partition, RunRequested run) {
        PartitionedCorpus corpus = corpora.of(run.specification());
        List<Double> expected = new ArrayList<>();
        for (int row = 0; row < samples.size(); row++) {
            byte[] human = new ByteVocabulary().bytes(corpus.continuation(partition, row));
            expected.add(naive(samples.get(row).text(), new String(human, StandardCharsets.UTF_8)));
        }
        assertThat(overlaps(samples)).isEqualTo(expected);
        assertThat(expected.stream().distinct()).as("of several sizes").hasSizeGreaterThan(2);
    }

    private static double naive(String text, String human) {
        List<String> words = words(text);
        List<String> left = new ArrayList<>(words(human));
        int all = words.size() + left.size();
        int shared = 0;
        for (String word : words) {
            shared += left.remove(word) ? 1 : 0;
        }
        return 2.0 * shared / all;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @Test
    void freshTextIsComparedWithTheRestOfItsPromptsBlock() {
        RunRequested run = comparing(Fixtures.specification(Fixtures.DATA));
        writeSentences();

        assertOverlaps(synthetic(run, 1, 40), Partition.PROMPTS, run);
        assertThat(overlaps(human(run, 1))).containsOnly(1.0);
        assertThat(overlaps(human(run, 0))).containsOnly(1.0);
    }

    @Test
    void textThatIsWrittenAnewIsComparedWithWhatWasLearnedFirst() {
        RunRequested run = comparing(Fixtures.specification(Fixtures.REWRITTEN));
        writeSentences();

        assertOverlaps(synthetic(run, 1, 40), Partition.TRAIN, run);
        assertOverlaps(synthetic(run, 2, 40), Partition.TRAIN, run);
    }

    @Test
    void textThatStaysKeepsItsOverlap() {
        RunRequested run = comparing(Fixtures.specification(Fixtures.KEPT));
        writeSentences();

        List<SampleCollected> first = synthetic(run, 1, 340);
        assertOverlaps(first, Partition.PROMPTS, run);
        assertThat(overlaps(synthetic(run, 2, 380))).isEqualTo(overlaps(first));
        assertThat(overlaps(human(run, 2))).as("the oldest ones").containsOnly(1.0);
    }

    @Test
    void severalWritersAndAForeignOneAreComparedAlike() {
        RunRequested together = comparing(Fixtures.together(DataPolicy.REPLACE, 3));
        RunRequested foreign = comparing(Specifications.with(
                Fixtures.specification(Fixtures.DATA), "foreignWriter", "/models/other.safetensors"));
        writeSentences();

        assertOverlaps(synthetic(together, 1, 40), Partition.PROMPTS, together);
        assertOverlaps(synthetic(foreign, 1, 40), Partition.PROMPTS, foreign);
    }

    @Test
    void editedTextIsComparedWithTheTextAsItWas() {
        RunRequested run = comparing(Fixtures.edited(null));
        List<SampleCollected> plain = human(comparing(Fixtures.specification(Fixtures.DATA)), 1);
        List<SampleCollected> edited = human(run, 1);

        List<Double> expected = new ArrayList<>();
        for (int row = 0; row < edited.size(); row++) {
            expected.add(naive(edited.get(row).text(), plain.get(row).text()));
        }
        assertThat(overlaps(edited)).isEqualTo(expected);
        assertThat(expected).anyMatch(overlap -> overlap < 1).anyMatch(overlap -> overlap > 0);
    }

    @Test
    void aTaskThatIsDoneTwiceFindsTheSameToTheBit() {
        RunRequested run = comparing(Fixtures.specification(Fixtures.DATA));
        List<SampleCollected> first = synthetic(run, 1, 40);

        List<SampleCollected> second = new Sampler(Fixtures.corpora(2_000), new FakeWriter())
                .samples(new SamplingTask(run, 1, Part.SYNTHETIC, 40, 60, Fixtures.CHECKPOINT))
                .collected();

        assertThat(second).isEqualTo(first);
    }

    @Test
    void noOtherRunsSamplesGrow() {
        for (Method method : List.of(Method.NONE, Method.RANDOM, Method.RESAMPLE, Method.TEACHER_PERPLEXITY)) {
            SelectionSpecification other = new SelectionSpecification(method, "encoder", 0, null, 0, 1, 1);
            RunRequested run = Fixtures.run(
                    "run", null, Specifications.with(Fixtures.specification(Fixtures.DATA), "selection", other));

            assertThat(overlaps(synthetic(run, 1, 40))).containsOnlyNulls();
            assertThat(overlaps(human(run, 1))).containsOnlyNulls();
        }
    }
}
