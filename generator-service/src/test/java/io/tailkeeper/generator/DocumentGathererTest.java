package io.tailkeeper.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentGathererTest {

    private final List<String> documents = new ArrayList<>();
    private final DocumentGatherer gatherer = new DocumentGatherer(4, documents::add);

    @Test
    void shortTextsFillOneDocument() {
        gatherer.add("one two");
        gatherer.add("  ");
        gatherer.add(" three four five ");
        gatherer.add("six");
        gatherer.finish();

        assertThat(documents).containsExactly("one two\nthree four five", "six");
    }

    @Test
    void titleBeginsAnArticleThatNothingElseDivides() {
        gatherer.add("before");
        gatherer.add(" = Homarus gammarus = ");
        gatherer.add("one two three four five");
        gatherer.add(" = = Description = = ");
        gatherer.add("six");
        gatherer.add("= B =");
        gatherer.add("seven");
        gatherer.finish();

        assertThat(documents)
                .containsExactly(
                        "before",
                        "= Homarus gammarus =\none two three four five\n= = Description = =\nsix",
                        "= B =\nseven");
    }

    @Test
    void wordsAreCountedBetweenWhiteSpace() {
        assertThat(DocumentGatherer.words("  a bc\td\n\ne ")).isEqualTo(4);
        assertThat(DocumentGatherer.words("")).isZero();
    }
}
