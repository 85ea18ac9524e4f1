package io.tailkeeper.generator.wordnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.generator.CorpusSource;
import io.tailkeeper.generator.Partition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordNetItemsTest {

    private static List<KnowledgeItem> items(int most, long seed) {
        return new WordNetItems().items(new KnowledgeSpecification(most, null), seed);
    }

    @Test
    void theTrueSentenceStandsBehindItsContextInTheCorpusAndTheFalseOneBehindAnother() {
        List<String> documents = new ArrayList<>();
        new WordNet()
                .read(
                        new CorpusSource.Request(
                                new CorpusSpecification("wordnet", "text", null, null), Partition.TRAIN, 200),
                        documents::add);
        String corpus = String.join(" ", documents);

        assertThat(items(60, 42)).hasSize(60).allSatisfy(item -> {
            assertThat(corpus).contains(item.context() + item.sentenceTrue());
            assertThat(corpus).doesNotContain(item.context() + item.sentenceFalse());
            assertThat(corpus).contains(":" + item.sentenceFalse());
        });
    }

    @Test
    void theSeedDrawsMeaningsAndFewerAreTheFirstOfMore() {
        List<KnowledgeItem> many = items(10_000, 42);

        assertThat(many).hasSize(10_000);
        assertThat(items(500, 42)).isEqualTo(many.subList(0, 500));
        Set<KnowledgeItem> common = new HashSet<>(many.subList(0, 500));
        common.retainAll(items(500, 43));
        assertThat(common).hasSizeLessThan(10);
        assertThat(many.stream()
                        .map(item -> item.context() + item.sentenceTrue())
                        .distinct())
                .as("a sibling may be drawn too, or by two of its siblings")
                .hasSizeGreaterThan(9_000);
    }

    @Test
    void eachItemHasATwinSoThatAModelThatReadsNoContextIsRightInHalf() {
        List<KnowledgeItem> items = items(200, 42);

        for (int i = 0; i < items.size(); i += 2) {
            KnowledgeItem one = items.get(i);
            KnowledgeItem twin = items.get(i + 1);
            assertThat(twin.sentenceTrue()).isEqualTo(one.sentenceFalse());
            assertThat(twin.sentenceFalse()).isEqualTo(one.sentenceTrue());
            assertThat(twin.context()).isNotEqualTo(one.context());
        }
    }

    @Test
    void theFalseSentenceIsThatOfASibling() {
        List<Set<List<String>>> families = new ArrayList<>();
        for (String file : WordNet.FILES) {
            Map<Integer, Synset> synsets = WordNet.synsets(file);
            synsets.values()
                    .forEach(above -> families.add(above.below().stream()
                            .map(synsets::get)
                            .map(below -> List.of(below.heading(), " " + below.definition() + "."))
                            .collect(Collectors.toSet())));
        }

        assertThat(items(50, 7)).hasSize(50).allSatisfy(item -> assertThat(families)
                .anyMatch(family -> family.contains(List.of(item.context(), item.sentenceTrue()))
                        && family.stream().anyMatch(below -> below.getLast().equals(item.sentenceFalse()))));
    }
}
