package io.tailkeeper.generator.wordnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.generator.CorpusSource;
import io.tailkeeper.generator.Partition;
import io.tailkeeper.texts.DocumentGatherer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordNetTest {

    @Test
    void everyMeaningIsInExactlyOneDocument() {
        List<String> documents = new ArrayList<>();
        new WordNet()
                .read(
                        new CorpusSource.Request(
                                new CorpusSpecification("wordnet", "text", null, null), Partition.TRAIN, 200),
                        documents::add);

        String all = String.join(" ", documents);
        String dog = "Dog, domestic dog or Canis familiaris: a member of the genus Canis (probably descended from the"
                + " common wolf) that has been domesticated by man since prehistoric times; occurs in many breeds."
                + " \"The dog barked all night.\"";
        assertThat(all).containsOnlyOnce(dog);
        assertThat(all).containsOnlyOnce("Entity: that which is perceived or known or inferred");
        assertThat(all).doesNotContain("_", "`", "  ", "\n");
        assertThat(documents).hasSizeBetween(8_000, 9_500);
        assertThat(documents.stream().filter(document -> DocumentGatherer.words(document) < 200))
                .as("only the last document of each of the four files is short")
                .hasSizeLessThanOrEqualTo(4);
        assertThat(documents.stream().mapToInt(DocumentGatherer::words).sum()).isGreaterThan(1_700_000);
    }

    @Test
    void neighboursInTheTaxonomyShareADocument() {
        List<String> documents = new ArrayList<>();
        new WordNet()
                .read(
                        new CorpusSource.Request(
                                new CorpusSpecification("wordnet", "text", null, null), Partition.TRAIN, 200),
                        documents::add);

        assertThat(documents)
                .filteredOn(document -> document.contains("Poodle or poodle dog:"))
                .singleElement()
                .asString()
                .contains("Toy poodle:");
    }

    @Test
    void lineOfTheDatabaseBecomesProse() {
        Synset synset = Synset.parse("00001740 00 s 02 able(p) 0 fit_to_do 0 002 & 00002098 a 0000 ! 00002099 a 0101 |"
                + " (usually followed by `to') having the means; \"able to swim\"; \"Can she?\"  ");

        assertThat(synset.prose())
                .isEqualTo("Able or fit to do: (usually followed by 'to') having the means. \"Able to swim.\""
                        + " \"Can she?\"");
        assertThat(synset.below()).containsExactly(2098);
        assertThat(synset.top()).isFalse();
    }

    @Test
    void unclosedExampleIsKept() {
        assertThat(Gloss.parts(" a thing;  \"first\" \"second")).containsExactly("a thing", "first", "second");
    }
}
