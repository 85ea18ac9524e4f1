package io.tailkeeper.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.AlertMeasure;
import io.tailkeeper.contracts.specification.AlertRule;
import io.tailkeeper.contracts.specification.AlertRule.Direction;
import io.tailkeeper.contracts.specification.AlertRule.Severity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertFileTest {

    private static final String FULL =
            """
            # what worries us
            rules:
              - id: perplexity
                measure: perplexityRatio
                above: 1.3
                generations: 2
                severity: critical
                ends-run: true
                arms: [baseline]
              - {id: coverage, measure: vocabularyCoverage, below: 9e-1, relative: true}
            """;

    @TempDir
    Path folder;

    @Test
    void aRuleHasAllThatIsWrittenAndLeavesTheRestToTheContract() {
        assertThat(AlertFile.read("alerts.yaml", FULL))
                .containsExactly(
                        new AlertRule(
                                "perplexity",
                                AlertMeasure.PERPLEXITY_RATIO,
                                Direction.ABOVE,
                                1.3,
                                null,
                                2,
                                Severity.CRITICAL,
                                true,
                                List.of("baseline")),
                        new AlertRule(
                                "coverage",
                                AlertMeasure.VOCABULARY_COVERAGE,
                                Direction.BELOW,
                                0.9,
                                true,
                                null,
                                null,
                                null,
                                null));
    }

    @Test
    void aFileWithoutARuleSilencesTheDefaults() {
        assertThat(AlertFile.read("alerts.yaml", "rules: []")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            measure: perplexityRatio  | measure: perplexityRatoi     | line 4: rules[0].measure: "perplexityRatoi" is unknown; did you mean "perplexityRatio"?
            measure: perplexityRatio  | measure: sorrow              | line 4: rules[0].measure: "sorrow" is unknown; allowed are bias, calibrationError, changedShare
            above: 1.3                | above: high                  | line 5: rules[0].above: "high" is not a number
            above: 1.3                | above: .nan                  | line 5: not valid YAML: Malformed numeric value
            above: 1.3                | above: NaN                   | line 5: rules[0].above: "NaN" is not a number
            above: 1.3                | below: 0.1, above: 1.3       | line 5: not valid YAML
            generations: 2            | below: 0.1                   | line 3: rules[0]: the rule has both above and below; give one of the two
            above: 1.3                | relative: false              | line 3: rules[0]: the rule has neither above nor below; give one of the two
            above: 1.3                | threshold: 1.3               | line 5: unknown key "threshold" in rules[0]; write above or below, as in "above: 1.3"
            generations: 2            | generations: 0               | line 6: rules[0].generations: 0 is out of range; allowed is 1 to 1000
            generations: 2            | generations: two             | line 6: rules[0].generations: "two" is not a whole number
            generations: 2            | generation: 2                | line 6: unknown key "generation" in rules[0]; did you mean "generations"?
            severity: critical        | severity: kritical           | line 7: rules[0].severity: "kritical" is unknown; did you mean "critical"?
            ends-run: true            | ends-run: perhaps            | line 8: rules[0].ends-run: "perhaps" is not true or false
            arms: [baseline]          | arms: baseline               | line 9: rules[0].arms: "baseline" is not a list
            arms: [baseline]          | arms: [[baseline]]           | line 9: rules[0].arms[0]: a list is not a single value
            arms: [baseline]          | arms: []                     | line 9: rules[0].arms has 0 entries; allowed are 1 to 64
            id: perplexity            | id: Perplexity Ratio         | line 3: rules[0].id: "Perplexity Ratio" is not allowed; use 1 to 80 lower-case letters, digits and dashes
            id: perplexity            | id: coverage                 | line 10: rules[1].id: an earlier rule is called "coverage" too; rename one of them
            id: perplexity            | arm: x                       | line 3: unknown key "arm" in rules[0]; did you mean "arms"?
            rules:                    | rule:                        | line 2: unknown key "rule"; did you mean "rules"?
            """)
    void aFaultNamesFileLineRuleAndHowToMendIt(String written, String instead, String message) {
        String text = FULL.replaceFirst(java.util.regex.Pattern.quote(written), instead);

        assertThatThrownBy(() -> AlertFile.read("--alerts alerts.yaml", text))
                .isInstanceOf(ExperimentException.class)
                .message()
                .startsWith("--alerts alerts.yaml")
                .contains(message);
    }

    @Test
    void whatIsNoListOfRulesIsRefused() {
        assertThatThrownBy(() -> AlertFile.read("a", "rules: perplexity"))
                .hasMessage("a, line 1: rules: this is not a list of rules; begin each with a dash, as in \"- id:"
                        + " perplexity\"");
        assertThatThrownBy(() -> AlertFile.read("a", "rules:\n- perplexity"))
                .hasMessage("a, line 2: rules[0]: this is not a rule; give it id, measure, and above or below");
        assertThatThrownBy(() -> AlertFile.read("a", "")).hasMessageContaining("a file of alerts has rules");
        assertThatThrownBy(() -> AlertFile.read("a", "rules: [")).hasMessageContaining("not valid YAML");
        String many = IntStream.rangeClosed(0, AlertRule.MOST)
                .mapToObj(number -> "- {id: r" + number + ", measure: bias, above: 1}\n")
                .collect(Collectors.joining());
        assertThatThrownBy(() -> AlertFile.read("a", "rules:\n" + many))
                .hasMessage("a, line 1: there are 33 rules; at most 32 are allowed");
    }

    @Test
    void aPathThatIsNoTextFileIsRefused() throws Exception {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'a', 0});
        Path good = Files.writeString(folder.resolve("good.yaml"), FULL, StandardCharsets.UTF_8);

        assertThat(AlertFile.read(good)).hasSize(2);
        assertThatThrownBy(() -> AlertFile.read(folder)).hasMessageContaining("is not a file; give the path");
        assertThatThrownBy(() -> AlertFile.read(binary)).hasMessageContaining("is not UTF-8 text from byte 1 on");
    }

    @Test
    void theRulesTravelWithEveryRunOfTheExperiment() {
        Experiment experiment =
                ExperimentReader.preset("smoke", List.of()).judgedBy(AlertFile.read("alerts.yaml", FULL));

        assertThat(experiment.requests("id", Instant.EPOCH))
                .hasSize(3)
                .extracting(RunRequested::specification)
                .allSatisfy(specification -> assertThat(specification.alerts()).hasSize(2));
    }

    @Test
    void anArmThatThereIsNotIsRefused() {
        List<AlertRule> rules = AlertFile.read("alerts.yaml", FULL.replace("[baseline]", "[basline]"));

        assertThatThrownBy(() -> ExperimentReader.preset("smoke", List.of()).judgedBy(rules))
                .hasMessage("rule perplexity of alerts: there is no arm \"basline\"; did you mean \"baseline\"?");
    }

    @Test
    void anExperimentFileHasRulesOfItsOwnAndAnArmOthers() {
        String text =
                """
                extends: smoke
                name: mine
                specification:
                  alerts:
                    - {id: perplexity, measure: perplexityRatio, above: 1.3, ends-run: true}
                arms:
                  protected:
                    alerts: []
                """;

        Experiment experiment = ExperimentReader.read("mine", text, List.of());

        assertThat(experiment.base().alerts()).singleElement().satisfies(rule -> assertThat(rule.ends())
                .isTrue());
        assertThat(experiment.arms().get("baseline").alerts())
                .isEqualTo(experiment.base().alerts());
        assertThat(experiment.arms().get("protected").alerts()).isEmpty();
        assertThatThrownBy(() -> ExperimentReader.read("mine", text.replace("above", "over"), List.of()))
                .hasMessage("mine: alerts[0]: the rule has neither above nor below; give one of the two");
    }
}
