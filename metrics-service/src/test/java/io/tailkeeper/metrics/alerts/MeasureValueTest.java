package io.tailkeeper.metrics.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.specification.AlertMeasure;
import io.tailkeeper.contracts.specification.LossSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.testing.GoldenRecords;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.metrics.FakeRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeasureValueTest {

    private static final byte[] FULL = GoldenRecords.valid().stream()
            .filter(golden -> golden.topic().equals(Topics.GENERATIONS_MEASURED)
                    && golden.name().equals("full"))
            .findFirst()
            .orElseThrow()
            .body();
    private static final GenerationMeasured MEASURED = ContractJson.read(Topics.GENERATIONS_MEASURED, FULL);

    /** Where a figure may lie in the message. */
    private static final List<String> PLACES = List.of(
            "/",
            "/trained/",
            "/trained/test/",
            "/trained/test/confidence/",
            "/trained/selection/",
            "/text/",
            "/text/divergence/",
            "/text/machine/",
            "/books/");

    /** Not figures of the message. */
    private static final Set<AlertMeasure> DERIVED = Set.of(
            AlertMeasure.EFFECTIVE_SAMPLE_SHARE,
            AlertMeasure.DETECTOR_USABLE,
            AlertMeasure.CONFIDENCE_GAP,
            AlertMeasure.EDITED_SHARE,
            AlertMeasure.CHANGED_SHARE);

    /** Those with another name in the message. */
    private static final Map<AlertMeasure, String> ELSEWHERE = Map.ofEntries(
            Map.entry(AlertMeasure.MAUVE, "/mauve/value"),
            Map.entry(AlertMeasure.KNOWLEDGE_ACCURACY, "/trained/test/knowledge/accuracy"),
            Map.entry(AlertMeasure.OWN_MEAN_PROBABILITY, "/text/confidence/meanProbability"),
            Map.entry(AlertMeasure.OWN_SHARE_ABOVE_90, "/text/confidence/shareAbove90"),
            Map.entry(AlertMeasure.OWN_SHARE_ABOVE_99, "/text/confidence/shareAbove99"),
            Map.entry(AlertMeasure.TOKEN_KL_TO_HUMAN, "/text/tokenDivergence/klToHuman"),
            Map.entry(AlertMeasure.TOKEN_KL_FROM_HUMAN, "/text/tokenDivergence/klFromHuman"),
            Map.entry(AlertMeasure.TOKEN_SMOOTHED_KL_TO_HUMAN, "/text/tokenDivergence/smoothedKlToHuman"),
            Map.entry(AlertMeasure.TOKEN_SMOOTHED_KL_FROM_HUMAN, "/text/tokenDivergence/smoothedKlFromHuman"),
            Map.entry(AlertMeasure.TOKEN_JENSEN_SHANNON, "/text/tokenDivergence/jensenShannon"));

    private static Double of(AlertMeasure measure) {
        return MeasureValue.of(measure, new JudgedGeneration(MEASURED, true));
    }

    /** 8,000 and 640 of 64,000 tokens. */
    @Test
    void editsAreSharesOfTheHumanTokens() {
        assertThat(of(AlertMeasure.EDITED_SHARE)).isEqualTo(0.125);
        assertThat(of(AlertMeasure.CHANGED_SHARE)).isEqualTo(0.01);
    }

    @ParameterizedTest
    @EnumSource
    void isTheFigureOfThatNameInTheMessage(AlertMeasure measure) throws IOException {
        if (DERIVED.contains(measure)) {
            assertThat(of(measure)).isNotNull();
            return;
        }
        JsonNode message = new JsonMapper().readTree(FULL);
        if (ELSEWHERE.containsKey(measure)) {
            assertThat(of(measure)).isEqualTo(message.at(ELSEWHERE.get(measure)).asDouble(-1));
            return;
        }
        List<Double> figures = PLACES.stream()
                .flatMap(place -> Stream.of(measure.word(), measure.word().replace("Selection", ""))
                        .distinct()
                        .map(name -> message.at(place + name)))
                .filter(JsonNode::isNumber)
                .map(JsonNode::asDouble)
                .toList();

        assertThat(figures).as(measure.word()).hasSize(1);
        assertThat(of(measure)).isEqualTo(figures.getFirst());
    }

    @Test
    void aSampleSizeIsSharedOutOverThePool() {
        assertThat(of(AlertMeasure.EFFECTIVE_SAMPLE_SHARE))
                .isEqualTo(MEASURED.trained().selection().effectiveSampleSize()
                        / MEASURED.trained().selection().pooled())
                .isBetween(0.0, 1.0);
    }

    @Test
    void aLossThatMasksNothingHasNoMaskedShare() {
        assertThat(MeasureValue.of(AlertMeasure.MASKED_SHARE, judged("loss", loss(LossSpecification.Name.TCE), null)))
                .isEqualTo(0.01);
        assertThat(MeasureValue.of(
                        AlertMeasure.MASKED_SHARE, judged("loss", loss(LossSpecification.Name.CROSS_ENTROPY), null)))
                .isNull();
    }

    @Test
    void aDetectorIsUsableOrNotWhereItDecidesAndHasSpoken() {
        assertThat(usable(SelectionSpecification.Method.RESAMPLE, true)).isEqualTo(1);
        assertThat(usable(SelectionSpecification.Method.RESAMPLE, false)).isZero();
        assertThat(usable(SelectionSpecification.Method.RESAMPLE, null)).isNull();
        assertThat(usable(SelectionSpecification.Method.NONE, false)).isNull();
    }

    private static Double usable(SelectionSpecification.Method method, Boolean said) {
        SelectionSpecification selection = new SelectionSpecification(method, "encoder", 10, null, 0.05, 1, 3);
        return MeasureValue.of(AlertMeasure.DETECTOR_USABLE, judged("selection", selection, said));
    }

    private static LossSpecification loss(LossSpecification.Name name) {
        return new LossSpecification(name, 0.99);
    }

    private static JudgedGeneration judged(String component, Object value, Boolean usable) {
        return AlertJudgeTest.judged(
                new FakeRun("run", "tiny", "baseline", null, 2)
                        .changed(Specifications.with(Specifications.specification(), component, value)),
                1,
                1,
                usable);
    }
}
