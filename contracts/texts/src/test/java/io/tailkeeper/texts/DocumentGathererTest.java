package io.tailkeeper.texts;

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

    @Test
    void scriptsWithoutSpacesCountTheirCharacters() {
        assertThat(DocumentGatherer.words("\u4E2D\u6587 two words\u3002")).isEqualTo(4);
        assertThat(DocumentGatherer.words("\u0E44\u0E17\u0E22")).isEqualTo(3);
        assertThat(DocumentGatherer.words("\uD840\uDC00a"))
                .as("beyond the basic plane")
                .isGreaterThanOrEqualTo(1);
        assertThat(DocumentGatherer.words("\uD55C\uAD6D \uB9D0"))
                .as("Korean has spaces")
                .isEqualTo(2);

        gatherer.add("\u4E2D\u6587\u4E2D\u6587");
        gatherer.add("\u4E2D");

        assertThat(documents).containsExactly("\u4E2D\u6587\u4E2D\u6587");
    }

    @Test
    void textsWithoutWordsFillADocumentToo() {
        gatherer.add("x".repeat(127));
        gatherer.add("y".repeat(1_000_000));
        gatherer.add("z");

        assertThat(documents).hasSize(1);
    }
}
