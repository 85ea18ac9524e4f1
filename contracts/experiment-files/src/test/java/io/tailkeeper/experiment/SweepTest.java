package io.tailkeeper.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTest {

    private static Experiment smoke(String... settings) {
        return ExperimentReader.preset(
                "smoke", Arrays.stream(settings).map(Setting::parse).toList());
    }

    @Test
    void aListForOneArmMakesAnArmOfEachValueAndLeavesTheOthers() {
        Experiment experiment = smoke("arms.protected.selection.bias=1, 5,0.5");

        assertThat(experiment.arms().keySet())
                .containsExactly("baseline", "protected-bias-1", "protected-bias-5", "protected-bias-0-5");
        assertThat(experiment.arms().values())
                .extracting(arm -> arm.selection().bias())
                .containsExactly(10.0, 1.0, 5.0, 0.5);
        assertThat(experiment.requests("e", Instant.EPOCH))
                .extracting(RunRequested::runId)
                .containsExactly(
                        "e-base", "e-baseline", "e-protected-bias-1", "e-protected-bias-5", "e-protected-bias-0-5");
    }

    @Test
    void severalListsMakeEachCombination() {
        Experiment experiment =
                smoke("arms.protected.selection.bias=1,5", "arms.protected.loss.name=tce,focal", "generations=1");

        assertThat(experiment.arms().keySet())
                .containsExactly(
                        "baseline",
                        "protected-bias-1-name-tce",
                        "protected-bias-1-name-focal",
                        "protected-bias-5-name-tce",
                        "protected-bias-5-name-focal");
        RunSpecification last = experiment.arms().get("protected-bias-5-name-focal");
        assertThat(last.selection().bias()).isEqualTo(5);
        assertThat(last.loss().name().masks()).isFalse();
        assertThat(last.generations()).isEqualTo(1);
    }

    @Test
    void aListForEveryArmMultipliesAllAndLeavesGenerationZero() {
        Experiment experiment = smoke("training.learning-rate=1e-3,1e-4");

        assertThat(experiment.arms().keySet())
                .containsExactly(
                        "baseline-learning-rate-1e-3",
                        "baseline-learning-rate-1e-4",
                        "protected-learning-rate-1e-3",
                        "protected-learning-rate-1e-4");
        assertThat(experiment.base().training().learningRate()).isEqualTo(1e-3);
    }

    @Test
    void namesThatWouldBeTooLongOrEqualAreShorter() {
        assertThat(smoke("arms.protected.selection.minimum-effective-share=0.1,0.2")
                        .arms()
                        .keySet())
                .containsExactly("baseline", "protected-0-1", "protected-0-2");
        assertThat(new Sweep(List.of(Setting.parse("arms.a.x=1.5,1-5"))).variants("a", List.of()))
                .extracting(Sweep.Variant::name)
                .containsExactly("a-1", "a-2");
    }

    @Test
    void commasOfPathsAndOfYamlAreNoLists() {
        assertThat(Setting.parse("corpus.source=/texts/a,b").value()).isEqualTo("/texts/a,b");
        assertThat(smoke("corpus.source=/texts/a,b").base().corpus().source()).isEqualTo("/texts/a,b");
        assertThat(smoke("arms.protected.loss={name: tce, confidence-threshold: 0.9}")
                        .arms()
                        .keySet())
                .containsExactly("baseline", "protected");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            selection.bias=1,,5           | --set selection.bias=1,,5: a value is empty or given twice; write each once, as in --set selection.bias=1,5,10
            selection.bias=1,1            | --set selection.bias=1,1: a value is empty or given twice; write each once, as in --set selection.bias=1,5,10
            seed=1,2                      | --set seed=1,2: give several seeds with --seeds 1,2
            text.block-tokens=32,16       | --set text.block-tokens=32,16: all arms share generation 0 and the held-out text, so text.block-tokens has one value; begin an experiment for each, and ./tailkeeper compare them
            arms.protected.selection.bias=1,x | arm protected: --set arms.protected.selection.bias=x: selection.bias: "x" is not a number
            """)
    void refusedListsSayWhy(String setting, String message) {
        assertThatThrownBy(() -> smoke(setting))
                .isInstanceOf(ExperimentException.class)
                .hasMessage("preset smoke: " + message);
    }

    @Test
    void moreArmsThanTheLimitAreRefused() {
        String many = IntStream.rangeClosed(1, 65).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String half = IntStream.rangeClosed(1, 33).mapToObj(Integer::toString).collect(Collectors.joining(","));

        assertThatThrownBy(() -> smoke("arms.protected.selection.bias=" + many))
                .hasMessageContaining("makes more than 64 arms of the arm protected");
        assertThatThrownBy(() -> smoke("selection.bias=" + half)).hasMessageContaining("make 66 arms, and at most 64");
    }

    @Test
    void twoArmsOfOneNameAreRefused() {
        assertThatThrownBy(() -> ExperimentReader.read(
                        "f",
                        "extends: smoke\nname: f\narms: {protected-bias-1: {}}\n",
                        List.of(Setting.parse("arms.protected.selection.bias=1,2"))))
                .hasMessage("f: two arms would be called protected-bias-1; rename one of them");
    }
}
