package io.tailkeeper.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.ModelSpecification;
import io.tailkeeper.contracts.specification.TextSpecification;
import io.tailkeeper.generator.pytorch.ModelVocabulary;
import io.tailkeeper.generator.wordnet.WordNet;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The quickstart's blocks of the built-in corpus: a change of them changes every checkpoint. */
class BuiltInBlocksTest {

    private static final CorpusSpecification WORDNET = new CorpusSpecification("wordnet", "text", null, null);

    @Test
    void blocksOfTheQuickstartStayAsTheyAre() {
        CorpusKey key = new CorpusKey(WORDNET, new TextSpecification(64, 32), 2_048, null, 42);
        Vocabulary vocabulary =
                ModelVocabulary.of(new ModelSpecification(3, 4, 128, 64, key.vocabularySize(), null, null));

        PartitionedCorpus corpus = PartitionedCorpus.read(key, new WordNet(), vocabulary);

        StringBuilder tokens = new StringBuilder();
        for (Partition partition : Partition.values()) {
            for (int block = 0; block < corpus.size(partition); block++) {
                append(tokens, corpus.prompt(partition, block));
                append(tokens, corpus.continuation(partition, block));
            }
        }
        assertThat(Sha256.of(tokens.toString()))
                .isEqualTo("1409fa98c122d0c30554bcb86952afd140cb861a120686b5fc045c8c7bed86f9");
    }

    private static void append(StringBuilder into, int[] tokens) {
        for (int token : tokens) {
            into.append((char) token);
        }
    }

    @Test
    void theBuiltInCorpusIsAscii() {
        AtomicLong others = new AtomicLong();

        new WordNet()
                .read(
                        new CorpusSource.Request(WORDNET, Partition.TRAIN, 200),
                        document -> others.addAndGet(
                                document.chars().filter(unit -> unit > 126).count()));

        assertThat(others).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"English, 97, 26", "Chinese, 19968, 2000", "Thai, 3585, 46"})
    void everyLanguageKeepsItsBlocksAtThisVocabulary(String language, int first, int letters) {
        CorpusKey key = new CorpusKey(WORDNET, new TextSpecification(64, 32), 2_048, null, 42);
        Vocabulary vocabulary =
                ModelVocabulary.of(new ModelSpecification(3, 4, 128, 64, key.vocabularySize(), null, null));
        SplittableRandom random = new SplittableRandom(1);
        AtomicLong tokens = new AtomicLong();

        PartitionedCorpus corpus = PartitionedCorpus.read(
                key,
                (request, documents) -> {
                    for (int document = 0; document < 50; document++) {
                        String text = random.ints(2_000, first, first + letters)
                                .mapToObj(Character::toString)
                                .collect(Collectors.joining());
                        tokens.addAndGet(vocabulary.encode(text).length);
                        documents.accept(text);
                    }
                },
                vocabulary);

        long kept = 0;
        for (Partition partition : Partition.values()) {
            kept += 64L * corpus.size(partition);
        }
        assertThat((double) kept / tokens.get()).as(language).isBetween(0.94, 1.05);
    }
}
