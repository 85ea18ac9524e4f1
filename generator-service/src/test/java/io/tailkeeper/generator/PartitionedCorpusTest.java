package io.tailkeeper.generator;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.DataPolicy;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.TextSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionedCorpusTest {

    private static final Pattern NUMBER = Pattern.compile("Document (\\d+) says");
    private static final TextSpecification TEXT = new TextSpecification(32, 16);

    private static CorpusKey key(CorpusSpecification corpus, long seed) {
        return new CorpusKey(corpus, TEXT, 512, null, seed);
    }

    private static CorpusKey key(long seed) {
        return key(new CorpusSpecification("anything", "text", null, null), seed);
    }

    private static PartitionedCorpus read(CorpusKey key, CorpusSource source) {
        return PartitionedCorpus.read(key, source, new ByteVocabulary());
    }

    private static String text(PartitionedCorpus corpus, Partition partition, int block) {
        return string(corpus.prompt(partition, block)) + string(corpus.continuation(partition, block));
    }

    private static String string(int[] tokens) {
        return new String(new ByteVocabulary().bytes(tokens), StandardCharsets.UTF_8);
    }

    private static Set<String> documents(PartitionedCorpus corpus, Partition partition) {
        Set<String> numbers = new HashSet<>();
        for (int block = 0; block < corpus.size(partition); block++) {
            Matcher matcher = NUMBER.matcher(text(corpus, partition, block));
            while (matcher.find()) {
                numbers.add(matcher.group(1));
            }
        }
        return numbers;
    }

    @Test
    void noDocumentIsInTwoPartitionsAndNoneIsLost() {
        PartitionedCorpus corpus = read(key(7), Fixtures.corpus(2_000));

        Map<Partition, Set<String>> documents = new EnumMap<>(Partition.class);
        for (Partition partition : Partition.values()) {
            documents.put(partition, documents(corpus, partition));
            assertThat(documents.get(partition).size() / 2_000.0).isCloseTo(partition.share(), within(0.03));
        }
        Set<String> all = new HashSet<>();
        documents.values().forEach(all::addAll);
        assertThat(all).hasSize(2_000);
        assertThat(documents.values().stream().mapToInt(Set::size).sum()).isEqualTo(2_000);
    }

    @Test
    void sharesAddUpToTheWholeCorpus() {
        double sum = 0;
        for (Partition partition : Partition.values()) {
            sum += partition.share();
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @Test
    void armsOfDifferentSizesShareTheirPartitions() {
        Corpora corpora = Fixtures.corpora(1_000);
        PartitionedCorpus small = corpora.of(Fixtures.specification(new DataSpecification(10, 10, 1, 1, 16, 1, 1)));
        PartitionedCorpus large =
                corpora.of(Fixtures.specification(new DataSpecification(400, 100, 0.5, 2, 64, 8, 32)));

        assertThat(large).isSameAs(small);
    }

    @Test
    void orderAndPartitionsFollowFromTheSeed() {
        PartitionedCorpus once = read(key(7), Fixtures.corpus(200));
        PartitionedCorpus again = read(key(7), Fixtures.corpus(200));
        PartitionedCorpus other = read(key(8), Fixtures.corpus(200));

        assertThat(text(again, Partition.TRAIN, 5)).isEqualTo(text(once, Partition.TRAIN, 5));
        assertThat(documents(other, Partition.TEST)).isNotEqualTo(documents(once, Partition.TEST));
    }

    @Test
    void ownFilesHoldThePartitionsTheyAreNamedForAndTheirShareIsTrainedOn() {
        CorpusSource source = (request, into) -> IntStream.range(0, 100)
                .mapToObj(number -> request.location() + " has sentence " + number + ", which is long enough.")
                .forEach(into);

        PartitionedCorpus corpus =
                read(key(new CorpusSpecification("train.txt", "text", "valid.txt", "test.txt"), 7), source);

        assertThat(corpus.size(Partition.VALIDATION)).isEqualTo(100);
        assertThat(text(corpus, Partition.VALIDATION, 3)).contains("valid.txt");
        assertThat(text(corpus, Partition.TEST, 3)).contains("test.txt");
        assertThat(corpus.size(Partition.TRAIN) + corpus.size(Partition.PROMPTS) + corpus.size(Partition.CALIBRATION))
                .isEqualTo(100);
    }

    @Test
    void promptAndContinuationAreWholeCharacters() {
        String document = "a" + "é".repeat(15) + "€".repeat(40) + "ab" + "😀".repeat(30);

        PartitionedCorpus corpus = read(key(7), (request, into) -> into.accept(document));

        int blocks = 0;
        for (Partition partition : Partition.values()) {
            for (int block = 0; block < corpus.size(partition); block++) {
                BlockText text = blockText(corpus, partition, block);
                assertThat(text.prompt()).doesNotContain("\uFFFD");
                assertThat(text.continuation()).doesNotContain("\uFFFD");
                assertThat(document).contains(text.prompt() + text.continuation());
                blocks++;
            }
        }
        assertThat(blocks).isEqualTo(8);
    }

    @Test
    void noneOfATextOfLongCharactersIsLost() {
        String document = IntStream.range(0, 500)
                .mapToObj(i -> Character.toString(0x4E00 + i))
                .collect(joining());

        PartitionedCorpus corpus = read(key(7), (request, into) -> into.accept(document));

        Set<Integer> kept = new HashSet<>();
        for (Partition partition : Partition.values()) {
            for (int block = 0; block < corpus.size(partition); block++) {
                BlockText text = blockText(corpus, partition, block);
                (text.prompt() + text.continuation()).chars().forEach(kept::add);
            }
        }
        assertThat(kept).as("of 500 characters, the last block is not full").hasSizeBetween(490, 500);
    }

    private static BlockText blockText(PartitionedCorpus corpus, Partition partition, int block) {
        ByteVocabulary vocabulary = new ByteVocabulary();
        return BlockText.of(
                vocabulary.bytes(corpus.prompt(partition, block)),
                vocabulary.bytes(corpus.continuation(partition, block)));
    }

    @Test
    void blockWhoseContinuationCannotBeSeenIsCutElsewhere() {
        PartitionedCorpus corpus =
                read(key(7), (request, into) -> into.accept("x".repeat(16) + " ".repeat(24) + "y".repeat(24)));

        int blocks = 0;
        for (Partition partition : Partition.values()) {
            for (int block = 0; block < corpus.size(partition); block++) {
                assertThat(string(corpus.continuation(partition, block))).isNotBlank();
                blocks++;
            }
        }
        assertThat(blocks).isPositive();
    }

    @Test
    void emptyCorpusIsRefused() {
        assertThatThrownBy(() -> read(key(7), (request, into) -> {}))
                .isInstanceOf(CorpusException.class)
                .hasMessage("Corpus anything holds no text at all; set corpus.source to one that does");
    }

    @Test
    void corpusBeyondTheMemoryFailsTheRunAlone() {
        CorpusSource endless = (request, into) -> {
            throw new OutOfMemoryError("thrown by the test");
        };
        Corpora corpora = new Corpora(endless, endless, size -> new ByteVocabulary());

        assertThatThrownBy(() -> corpora.of(Fixtures.specification(Fixtures.DATA)))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("does not fit into the generator's memory");
    }

    @Test
    void sizesAreToldInOneLine() {
        assertThat(read(key(7), Fixtures.corpus(200)).toString())
                .matches("200 documents; blocks of 32 tokens: train \\d+ prompts \\d+ calibration \\d+ validation \\d+"
                        + " test \\d+");
    }

    @Test
    void tooSmallCorpusSaysWhatIsMissingInEachPartition() {
        assertThatThrownBy(() ->
                        Fixtures.corpora(20).of(Fixtures.specification(new DataSpecification(5, 100, 1, 2, 16, 1, 1))))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("Corpus wordnet is too small: in documents of 32 tokens")
                .hasMessageContaining("train needs 205 and has ")
                .hasMessageContaining("prompts needs 400 and has ")
                .hasMessageContaining("calibration needs 48 and has ")
                .hasMessageContaining("It does not bear generation 0. Lower generations (2) or data.base-documents or"
                        + " data.documents");
    }

    /** The text of a pre-trained model is needed once, though no later generation has it. */
    @Test
    void textThatIsNotKeptIsNeededAllTheSame() {
        DataSpecification data = new DataSpecification(5, 100, 1, 0, 16, 1, 1, DataPolicy.REWRITE_AND_GROW);
        for (Boolean keepBase : List.of(true, false)) {
            assertThatThrownBy(() -> Fixtures.corpora(20)
                            .of(Fixtures.specification(Specifications.with(data, "keepBase", keepBase))))
                    .hasMessageContaining("train needs 205 and has ");
        }
    }

    /** 2,000 documents have more than 1,400 prompts and fewer than 7,000: generations of 700 of them. */
    @Test
    void tooSmallCorpusSaysHowManyGenerationsItBearsAndThatPromptsMayBeUsedAgain() {
        DataSpecification data = new DataSpecification(5, 700, 0, 1, 16, 1, 1);
        RunSpecification many = Specifications.with(Fixtures.specification(data), "generations", 10);
        int prompts = Fixtures.corpora(2_000)
                .of(Fixtures.specification(new DataSpecification(5, 1, 0, 1, 16, 1, 1)))
                .size(Partition.PROMPTS);
        assertThat(prompts).isBetween(1_400, 6_999);

        assertThatThrownBy(() -> Fixtures.corpora(2_000).of(many))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("prompts needs 7000 and has " + prompts + ". It bears " + prompts / 700
                        + " generations after generation 0. Lower generations (10)")
                .hasMessageEndingWith("or name a larger corpus, or use prompts again with data.reuse-prompts: true.");
        DataSpecification again = new DataSpecification(5, 700, 0, 1, 16, 1, 1, null, null, null, null, true, null);
        assertThat(Fixtures.corpora(2_000)
                        .of(Specifications.with(many, "data", again))
                        .size(Partition.PROMPTS))
                .isEqualTo(prompts);
    }

    @Test
    void aRunWithoutGenerationsIsNotAdvisedToHaveFewer() {
        RunSpecification run = Fixtures.specification(new DataSpecification(5, 100, 1, 2, 16, 1, 1));
        assertThatThrownBy(() -> Fixtures.corpora(20).of(withoutGenerations(run)))
                .isInstanceOf(CorpusException.class)
                .hasMessageEndingWith("Lower data.validation-documents, or name a larger corpus.");
    }

    private static RunSpecification withoutGenerations(RunSpecification run) {
        return new RunSpecification(
                run.corpus(),
                0,
                run.data(),
                run.text(),
                run.restart(),
                run.model(),
                run.decoding(),
                run.selection(),
                run.loss(),
                run.baseTraining(),
                run.training(),
                run.seed());
    }
}
