package io.tailkeeper.metrics.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.TextMeasures;
import io.tailkeeper.contracts.specification.AlertMeasure;
import io.tailkeeper.contracts.specification.AlertRule;
import io.tailkeeper.contracts.specification.AlertRule.Direction;
import io.tailkeeper.contracts.specification.AlertRule.Severity;
import io.tailkeeper.metrics.FakeRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AlertJudgeTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    /** A generation with this perplexity ratio; its coverage is that less than 1. */
    static JudgedGeneration judged(FakeRun run, int number, double ratio, Boolean usable) {
        TextMeasures text = new TextMeasures(4, 40, 0.9, 0.9, 0.1, 0.1, 1, 1, Math.max(0, 2 - ratio));
        return new JudgedGeneration(
                new GenerationMeasured(
                        run.trained(number),
                        ratio,
                        text,
                        0.9,
                        null,
                        new Books(64, 64, 0, 64, 0, 64),
                        GenerationMeasured.Stage.HEALTHY),
                usable);
    }

    private static AlertRule rule(double above, int generations) {
        return new AlertRule(
                "rule", AlertMeasure.PERPLEXITY_RATIO, Direction.ABOVE, above, null, generations, null, null, null);
    }

    /** Everything that is raised, one by one; not a number stands for a generation that is not measured. */
    private static List<CollapseAlert> alerts(FakeRun run, double... ratios) {
        SortedMap<Integer, JudgedGeneration> generations = new TreeMap<>();
        for (int number = 0; number < ratios.length; number++) {
            if (!Double.isNaN(ratios[number])) {
                generations.put(number, judged(run, number, ratios[number], true));
            }
        }
        AlertJudge judge = new AlertJudge(run.request(), generations);
        List<CollapseAlert> alerts = new ArrayList<>();
        Set<String> raised = new HashSet<>();
        for (Optional<CollapseAlert> next = judge.next(raised, NOW); next.isPresent(); next = judge.next(raised, NOW)) {
            alerts.add(next.get());
            assertThat(raised.add(next.get().key())).isTrue();
        }
        return alerts;
    }

    private static List<Integer> generations(AlertRule rule, double... ratios) {
        FakeRun run = new FakeRun("run", "e", "baseline", null, 9).judgedBy(rule);
        return alerts(run, ratios).stream().map(CollapseAlert::generation).toList();
    }

    @Test
    void anAlertComesWithTheLastOfAsManyGenerationsInARow() {
        assertThat(generations(rule(1.3, 1), 1, 1.4, 1.5, 1.6)).containsExactly(1);
        assertThat(generations(rule(1.3, 2), 1, 1.4, 1.5, 1.6, 1.7)).containsExactly(2);
        assertThat(generations(rule(1.3, 3), 1, 1.4, 1.5)).isEmpty();
    }

    @Test
    void aGenerationBelowTheThresholdOrOnItBeginsAnew() {
        assertThat(generations(rule(1.3, 2), 1, 1.4, 1.2, 1.4, 1.4, 1.4, 1.0, 1.4, 1.4))
                .containsExactly(4, 8);
        assertThat(generations(rule(1.3, 2), 1, 1.4, 1.3, 1.4)).isEmpty();
    }

    @Test
    void aGenerationThatIsMissingBeginsAnew() {
        assertThat(generations(rule(1.3, 2), 1, 1.4, Double.NaN, 1.4)).isEmpty();
        assertThat(generations(rule(1.3, 2), 1, 1.4, Double.NaN, 1.4, 1.4)).containsExactly(4);
    }

    @Test
    void aMeasureThatAGenerationLacksFulfilsNothing() {
        AlertRule tails =
                new AlertRule("tails", AlertMeasure.TAIL_MASS, Direction.BELOW, 1, null, null, null, null, null);

        assertThat(generations(tails, 1, 1.4, 1.5)).isEmpty();
    }

    @Test
    void generationZeroIsJudgedByNoRule() {
        assertThat(generations(rule(0.5, 1), 1)).isEmpty();
        assertThat(generations(rule(0.5, 1), 1, 1)).containsExactly(1);
    }

    @Test
    void aRelativeRuleComparesWithGenerationZero() {
        AlertRule coverage = new AlertRule(
                "coverage", AlertMeasure.VOCABULARY_COVERAGE, Direction.BELOW, 0.9, true, null, null, null, null);
        FakeRun run = new FakeRun("run", "e", "baseline", null, 9).judgedBy(coverage);

        assertThat(alerts(run, 1.5, 1.54, 1.6)) // coverage 0.5, 0.46, 0.4
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.generation()).isEqualTo(2);
                    assertThat(alert.value()).isEqualTo((2 - 1.6) / 0.5);
                    assertThat(alert.threshold()).isEqualTo(0.9);
                    assertThat(alert.message())
                            .isEqualTo("vocabularyCoverage is 0.8 times generation 0's in generation 2, below 0.9");
                });
        assertThat(alerts(run, Double.NaN, 1.9)).as("nothing to compare with").isEmpty();
        assertThat(alerts(run, 2, 1.9)).as("no coverage to divide by").isEmpty();
    }

    @Test
    void aRuleForOtherArmsIsNotAsked() {
        AlertRule others = new AlertRule(
                "others",
                AlertMeasure.PERPLEXITY_RATIO,
                Direction.ABOVE,
                1.3,
                null,
                null,
                null,
                null,
                List.of("protected"));

        assertThat(generations(others, 1, 2)).isEmpty();
    }

    @Test
    void everyFieldIsThatOfTheRuleAndTheGeneration() {
        AlertRule critical = new AlertRule(
                "collapse",
                AlertMeasure.PERPLEXITY_RATIO,
                Direction.ABOVE,
                1.3,
                null,
                2,
                Severity.CRITICAL,
                true,
                List.of("baseline"));
        FakeRun run = new FakeRun("run", "e", "baseline", null, 9).judgedBy(critical);

        assertThat(alerts(run, 1, 1.1, 1.4, 1.41421))
                .containsExactly(new CollapseAlert(
                        "run",
                        "e",
                        "baseline",
                        3,
                        "collapse",
                        AlertMeasure.PERPLEXITY_RATIO,
                        "perplexityRatio above 1.3 in 2 generations running",
                        1.41421,
                        1.3,
                        2,
                        Severity.CRITICAL,
                        true,
                        "perplexityRatio is 1.414 in generation 3, above 1.3 since generation 2",
                        NOW));
    }

    @Test
    void theDefaultsSeeCollapseAndARemedyThatDoesNothing() {
        FakeRun run = new FakeRun("run", "e", "baseline", null, 9);

        assertThat(alerts(run, 1, 1.05, 1.2, 1.4))
                .extracting(CollapseAlert::rule, CollapseAlert::generation, CollapseAlert::endsRun)
                .containsExactly(tuple("perplexity", 3, false), tuple("coverage", 3, false));
        SortedMap<Integer, JudgedGeneration> weak = new TreeMap<>();
        weak.put(1, judged(run, 1, 1, false));
        assertThat(new AlertJudge(run.request(), weak).next(Set.of(), NOW))
                .hasValueSatisfying(
                        alert -> assertThat(alert.message()).isEqualTo("detectorUsable is 0 in generation 1, below 1"));
    }
}
