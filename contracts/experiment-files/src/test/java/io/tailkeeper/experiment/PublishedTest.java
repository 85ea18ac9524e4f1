package io.tailkeeper.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.specification.AlertMeasure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedTest {

    private static Experiment with(String published) {
        return ExperimentReader.text("a text", "extends: smoke\nname: mine\npublished:\n" + published);
    }

    @Test
    void aPresetSaysWhatItsPaperFound() {
        assertThat(ExperimentReader.preset("drayson", List.of()).published())
                .extracting(Published::arm)
                .containsExactly("synthetic-only", "mixed", "mixed-detector");
        assertThat(ExperimentReader.preset("smoke", List.of()).published()).isEmpty();
    }

    @Test
    void aFigureHasAValueOrAnArmThatItLiesBelow() {
        assertThat(
                        with("""
                                - {arm: baseline, measure: perplexityRatio, generation: 2, value: 1.1, source: a paper}
                                - {arm: protected, measure: perplexity, below: baseline, source: a paper}
                                """)
                                .published())
                .containsExactly(
                        new Published("baseline", AlertMeasure.PERPLEXITY_RATIO, 2, 1.1, null, "a paper"),
                        new Published("protected", AlertMeasure.PERPLEXITY, null, null, "baseline", "a paper"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    - {arm: basline, measure: perplexity, value: 1, source: s}                     | published[0].arm: there is no arm "basline"; did you mean "baseline"?
                    - {arm: baseline, measure: perplexity, below: nobody, source: s}               | published[0].below: there is no arm "nobody"
                    - {arm: baseline, measure: perplexty, value: 1, source: s}                     | did you mean "perplexity"?
                    - {arm: baseline, measure: perplexity, source: s}                              | give one of the two
                    - {arm: baseline, measure: perplexity, value: 1, below: protected, source: s}  | give one of the two
                    - {arm: baseline, measure: perplexity, value: 1}                               | source
                    - {arm: baseline, measure: perplexity, generation: 0, value: 1, source: s}     | generation must be 1 or more
                    - a word                                                                       | published[0]: this is not a figure
                    """)
    void whatIsWrongIsSaidWithItsPlace(String published, String message) {
        assertThatThrownBy(() -> with(published + "\n"))
                .isInstanceOf(ExperimentException.class)
                .hasMessageStartingWith("a text: ")
                .hasMessageContaining(message);
    }
}
