package io.tailkeeper.contracts.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.specification.AlertRule.Direction;
import io.tailkeeper.contracts.specification.AlertRule.Severity;
import io.tailkeeper.contracts.testing.Specifications;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertRuleTest {

    private static AlertRule rule(String id, Direction direction, double threshold, List<String> arms) {
        return new AlertRule(id, AlertMeasure.PERPLEXITY_RATIO, direction, threshold, null, null, null, null, arms);
    }

    @Test
    void theThresholdItselfFulfilsNeitherSide() {
        AlertRule above = rule("a", Direction.ABOVE, 1.3, null);
        AlertRule below = rule("b", Direction.BELOW, 1.3, null);

        assertThat(above.fulfilledBy(1.3)).isFalse();
        assertThat(above.fulfilledBy(Math.nextUp(1.3))).isTrue();
        assertThat(above.fulfilledBy(1.2)).isFalse();
        assertThat(below.fulfilledBy(1.3)).isFalse();
        assertThat(below.fulfilledBy(Math.nextDown(1.3))).isTrue();
        assertThat(below.fulfilledBy(1.4)).isFalse();
    }

    @Test
    void whatIsLeftOutWarnsOnceAndEndsNothing() {
        AlertRule bare = rule("bare", Direction.ABOVE, 2, null);

        assertThat(bare.consecutive()).isEqualTo(1);
        assertThat(bare.severityOrDefault()).isEqualTo(Severity.WARNING);
        assertThat(bare.ends()).isFalse();
        assertThat(bare.comparesWithFirst()).isFalse();
        assertThat(bare.concerns("any")).isTrue();
        assertThat(bare.condition()).isEqualTo("perplexityRatio above 2");
    }

    @Test
    void theConditionSaysEverythingThatIsJudged() {
        AlertRule full = new AlertRule(
                "full",
                AlertMeasure.VOCABULARY_COVERAGE,
                Direction.BELOW,
                0.9,
                true,
                3,
                Severity.CRITICAL,
                true,
                List.of("baseline"));

        assertThat(full.condition())
                .isEqualTo("vocabularyCoverage below 0.9 times generation 0's in 3 generations running");
        assertThat(full.concerns("baseline")).isTrue();
        assertThat(full.concerns("protected")).isFalse();
    }

    @Test
    void theDefaultsWarnAndNeverEndARun() {
        assertThat(AlertRule.DEFAULT).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.ends()).isFalse();
            assertThat(rule.severityOrDefault()).isEqualTo(Severity.WARNING);
        });
        assertThat(AlertRule.DEFAULT.getFirst().threshold()).isEqualTo(StageSpecification.DEFAULT.collapsedRatio());
    }

    @Test
    void aRunIsJudgedByItsOwnRulesElseByTheDefaults() {
        RunSpecification silent = Specifications.specification();
        AlertRule everybody = rule("every", Direction.ABOVE, 2, null);
        AlertRule baseline = rule("one", Direction.ABOVE, 2, List.of("baseline"));
        RunSpecification own = Specifications.with(silent, "alerts", List.of(everybody, baseline));

        assertThat(silent.alertsOf("baseline")).isEqualTo(AlertRule.DEFAULT);
        assertThat(own.alertsOf("baseline")).containsExactly(everybody, baseline);
        assertThat(own.alertsOf("protected")).containsExactly(everybody);
        assertThat(Specifications.with(silent, "alerts", List.of()).alertsOf("baseline"))
                .isEmpty();
    }

    @Test
    void refusesTwoRulesOfOneNameAndTooMany() {
        AlertRule one = rule("one", Direction.ABOVE, 2, null);

        assertThatThrownBy(() -> AlertRule.checked(List.of(one, rule("one", Direction.BELOW, 1, null))))
                .hasMessage("alerts.id: two rules are called \"one\"; rename one of them");
        assertThatThrownBy(() -> AlertRule.checked(Collections.nCopies(AlertRule.MOST + 1, one)))
                .hasMessageContaining("33 entries; allowed are 0 to 32");
        assertThatThrownBy(() -> rule("one", Direction.ABOVE, Double.NaN, null))
                .hasMessage("alerts.threshold: NaN is not a finite number");
        assertThatThrownBy(() -> rule("One", Direction.ABOVE, 1, null)).hasMessageStartingWith("alerts.id: \"One\"");
    }

    @Test
    void everyMeasureHasAWordOfItsOwn() {
        assertThat(Stream.of(AlertMeasure.values()).map(AlertMeasure::word))
                .hasSize(AlertMeasure.values().length)
                .doesNotHaveDuplicates()
                .allMatch(word -> word.matches("[a-z][A-Za-z0-9]+"));
    }
}
