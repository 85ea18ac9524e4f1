package io.tailkeeper.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

class InertSelectionTest {

    private static final InertSelection ZERO = new InertSelection(0, 12_000, 12_000, 12_000, 1, 1);

    /** 768 of 1,536, half of them human: the standard error is sqrt(1/4 / 768 * 768 / 1535) = 0.01276. */
    private static InertSelection kept(int generation, double after) {
        return new InertSelection(generation, 1536, 768, 768, 0.5, after);
    }

    private static InertSelection weighed(int generation, double effective) {
        return new InertSelection(generation, 1000, 1000, effective, 0.5, 0.5);
    }

    @Test
    void aFilterThatTookAsChanceWouldInEveryGenerationIsNamed() {
        assertThat(InertSelection.of(Method.LATENT_FILTER, List.of(ZERO, kept(1, 0.525), kept(2, 0.49))))
                .hasValue(
                        "latent-filter kept human text as chance would in every generation (2.5 points more or less than the"
                                + " pool at most), so it told nothing apart here; generation 0 may have learned too little: raise"
                                + " base-training.optimizer-tokens");
        assertThat(InertSelection.of(Method.LATENT_FILTER, List.of(kept(1, 0.5), kept(2, 0.526))))
                .as("more human text than chance in one generation")
                .isEmpty();
        assertThat(InertSelection.of(Method.LATENT_FILTER, List.of(kept(1, 0.47))))
                .isEmpty();
    }

    @Test
    void aPoolOfOneKindSaysNothingOfAFilter() {
        InertSelection machine = new InertSelection(1, 1536, 768, 768, 0, 0);
        assertThat(InertSelection.of(Method.LATENT_FILTER, List.of(machine))).isEmpty();
        assertThat(InertSelection.of(Method.LATENT_FILTER, List.of(ZERO))).isEmpty();
        assertThat(InertSelection.of(Method.LATENT_FILTER, List.of())).isEmpty();
    }

    @Test
    void aContractionWhoseWeightsAreNearlyEqualIsNamed() {
        assertThat(InertSelection.of(Method.CONTRACTION, List.of(ZERO, weighed(1, 999), weighed(2, 995))))
                .hasValue(
                        "contraction left an effective sample size of over 99 % of the pool in every generation (at least"
                                + " 99.50 %), so it was inert here; the pool's mean was that of human text already");
        assertThat(InertSelection.of(Method.CONTRACTION, List.of(weighed(1, 999), weighed(2, 989))))
                .isEmpty();
        assertThat(InertSelection.of(Method.CONTRACTION, List.of(ZERO))).isEmpty();
    }

    @Test
    void otherRulesAreNotJudgedByIt() {
        assertThat(InertSelection.of(Method.RANDOM, List.of(kept(1, 0.5)))).isEmpty();
        assertThat(InertSelection.of(Method.WEIGHT, List.of(weighed(1, 1000)))).isEmpty();
    }
}
