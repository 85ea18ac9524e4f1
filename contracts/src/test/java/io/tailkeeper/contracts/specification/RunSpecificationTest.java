package io.tailkeeper.contracts.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.tailkeeper.contracts.testing.Specifications;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every setting has its bounds; a refusal names the setting, the value and what to use instead. */
class RunSpecificationTest {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withCoercionConfig(
                    LogicalType.Float,
                    config -> config.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert))
            .build();

    /** The specification of the tests with one field replaced; {@code path} has dots between names. */
    private static RunSpecification with(String path, String json) {
        try {
            JsonNode tree = MAPPER.valueToTree(Specifications.specification());
            int dot = path.lastIndexOf('.');
            JsonNode parent =
                    dot < 0 ? tree : tree.at("/" + path.substring(0, dot).replace('.', '/'));
            ((ObjectNode) parent).set(path.substring(dot + 1), MAPPER.readTree(json));
            return MAPPER.treeToValue(tree, RunSpecification.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new IllegalArgumentException(cause.getMessage(), e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            generations                     | -1     | generations: -1 is out of range; allowed is 0 to 1000
            generations                     | 1001   | generations: 1001 is out of range; allowed is 0 to 1000
            stages                          | {"collapsedRatio": 0.9, "collapsedDiversity": 0.6, "lostCoverage": 0.05, "warningChange": 0.1} | stages.collapsed-ratio: 0.9 is out of range; allowed is 1.0 to 1000000.0
            stages                          | {"collapsedRatio": 1.3, "collapsedDiversity": 1.6, "lostCoverage": 0.05, "warningChange": 0.1} | stages.collapsed-diversity: 1.6 is out of range; allowed is 0.0 to 1.0
            stages                          | {"collapsedRatio": 1.3, "collapsedDiversity": 0.6, "lostCoverage": -1, "warningChange": 0.1} | stages.lost-coverage: -1.0 is out of range; allowed is 0.0 to 1.0
            stages                          | {"collapsedRatio": 1.3, "collapsedDiversity": 0.6, "lostCoverage": 0.05, "warningChange": 0} | stages.warning-change: 0.0 is out of range; allowed is more than 0 and at most 1000000.0
            corpus                          | null   | corpus is missing
            corpus.source                   | " "    | corpus.source is empty
            corpus.textColumn               | ""     | corpus.text-column is empty
            corpus.validationSource         | ""     | corpus.validation-source is empty
            corpus.testSource               | " "    | corpus.test-source is empty
            data                            | null   | data is missing
            data.baseDocuments              | 0      | data.base-documents: 0 is out of range; allowed is 1 to 100000000
            data.documents                  | 0      | data.documents: 0 is out of range; allowed is 1 to 100000000
            data.humanShare                 | -0.1   | data.human-share: -0.1 is out of range; allowed is 0.0 to 100.0
            data.humanShare                 | 101    | data.human-share: 101.0 is out of range; allowed is 0.0 to 100.0
            data.humanShare                 | "NaN"  | data.human-share: NaN is out of range; allowed is 0.0 to 100.0
            data.syntheticShare             | 100.5  | data.synthetic-share: 100.5 is out of range; allowed is 0.0 to 100.0
            data.calibrationDocuments       | 15     | data.calibration-documents: 15 is out of range; allowed is 16 to 1000000
            data.validationDocuments        | -1     | data.validation-documents: -1 is out of range; allowed is 0 to 1000000
            data.testDocuments              | 0      | data.test-documents: 0 is out of range; allowed is 1 to 1000000
            text                            | null   | text is missing
            text.blockTokens                | 3      | text.block-tokens: 3 is out of range; allowed is 4 to 65536
            text.blockTokens                | 65537  | text.block-tokens: 65537 is out of range; allowed is 4 to 65536
            text.promptTokens               | 0      | text.prompt-tokens: 0 is out of range; allowed is 1 to 30
            text.promptTokens               | 31     | text.prompt-tokens: 31 is out of range; allowed is 1 to 30
            text.blockTokens                | 33     | text.block-tokens: 33 does not fit into model.context-length 32; lower the one or raise the other
            restart                         | null   | restart is missing
            model                           | null   | model is missing
            model.layers                    | 0      | model.layers: 0 is out of range; allowed is 1 to 256
            model.heads                     | 257    | model.heads: 257 is out of range; allowed is 1 to 256
            model.heads                     | 3      | model.heads: 3 does not divide model.embedding-size 32; choose a divisor of it
            model.embeddingSize             | 7      | model.embedding-size: 7 is out of range; allowed is 8 to 16384
            model.contextLength             | 3      | model.context-length: 3 is out of range; allowed is 4 to 65536
            model.vocabularySize            | 256    | model.vocabulary-size: 256 is out of range; allowed is 257 to 50257
            model.vocabularySize            | 50258  | model.vocabulary-size: 50258 is out of range; allowed is 257 to 50257
            model.preset                    | ""     | model.preset is empty
            model.pretrained                | " "    | model.pretrained is empty
            decoding                        | null   | decoding is missing
            decoding.strategy               | null   | decoding.strategy is missing
            decoding.temperature            | 0      | decoding.temperature: 0.0 is out of range; allowed is more than 0 and at most 100.0
            decoding.temperature            | 101    | decoding.temperature: 101.0 is out of range; allowed is more than 0 and at most 100.0
            decoding.topK                   | 0      | decoding.top-k: 0 is out of range; allowed is 1 to 1000000
            decoding.topP                   | 0      | decoding.top-p: 0.0 is out of range; allowed is more than 0 and at most 1.0
            decoding.topP                   | 1.01   | decoding.top-p: 1.01 is out of range; allowed is more than 0 and at most 1.0
            selection                       | null   | selection is missing
            selection.method                | null   | selection.method is missing
            selection.detectorId            | null   | selection.detector-id is missing
            selection.detectorId            | "a b"  | selection.detector-id: "a b" is not allowed; use 1 to 200 letters, digits and . _ : @ / + -, beginning with a letter or digit
            selection.bias                  | -1     | selection.bias: -1.0 is out of range; allowed is 0.0 to 1000.0
            selection.targetHumanShare      | 0      | selection.target-human-share: 0.0 is out of range; allowed is more than 0 and at most 1.0
            selection.targetHumanShare      | 1.5    | selection.target-human-share: 1.5 is out of range; allowed is more than 0 and at most 1.0
            selection.minimumEffectiveShare | 1.1    | selection.minimum-effective-share: 1.1 is out of range; allowed is 0.0 to 1.0
            selection.upsample              | 0      | selection.upsample: 0.0 is out of range; allowed is more than 0 and at most 100.0
            selection.upsample              | 3.5    | selection.upsample: 3.5 is more than selection.max-repeats 3 copies of each document can fill; lower it or raise max-repeats
            selection.maxRepeats            | 0      | selection.max-repeats: 0 is out of range; allowed is 1 to 100
            loss                            | null   | loss is missing
            loss.name                       | null   | loss.name is missing
            loss.confidenceThreshold        | -0.01  | loss.confidence-threshold: -0.01 is out of range; allowed is 0.0 to 1.0
            loss.focus                      | 20.5   | loss.focus: 20.5 is out of range; allowed is 0.0 to 20.0
            loss.focus                      | "NaN"  | loss.focus: NaN is out of range; allowed is 0.0 to 20.0
            loss.deviations                 | -11    | loss.deviations: -11.0 is out of range; allowed is -10.0 to 10.0
            loss.slope                      | 1.01   | loss.slope: 1.01 is out of range; allowed is 0.0 to 1.0
            loss.variationScale             | 0      | loss.variation-scale: 0.0 is out of range; allowed is 0.01 to 1000.0
            baseTraining                    | null   | base-training is missing
            training                        | null   | training is missing
            training.optimizerTokens        | 0      | training.optimizer-tokens: 0 is out of range; allowed is 1 to 1000000000000
            training.batchSize              | 65537  | training.batch-size: 65537 is out of range; allowed is 1 to 65536
            training.learningRate           | 0      | training.learning-rate: 0.0 is out of range; allowed is more than 0 and at most 1.0
            training.learningRate           | "Infinity" | training.learning-rate: Infinity is out of range; allowed is more than 0 and at most 1.0
            training.schedule               | null   | training.schedule is missing
            training.warmupSteps            | -1     | training.warmup-steps: -1 is out of range; allowed is 0 to 1000000
            training.finalLearningRateShare | 1.5    | training.final-learning-rate-share: 1.5 is out of range; allowed is 0.0 to 1.0
            training.weightDecay            | -1     | training.weight-decay: -1.0 is out of range; allowed is 0.0 to 10.0
            training.gradientClip           | 0      | training.gradient-clip: 0.0 is out of range; allowed is more than 0 and at most 1000000.0
            training.lossOn                 | null   | training.loss-on is missing
            training.checkpointEverySteps   | 0      | training.checkpoint-every-steps: 0 is out of range; allowed is 1 to 1000000
            training.gradientAccumulation   | 0      | training.gradient-accumulation: 0 is out of range; allowed is 1 to 65536
            training.gradientAccumulation   | 9      | training.gradient-accumulation: 9 is more than the 8 documents of a step; lower it or raise batch-size
            training.weightDecayGrowth      | -1     | training.weight-decay-growth: -1.0 is out of range; allowed is 0.0 to 1000.0
            training.weightDecayGrowth      | 999.5  | training.weight-decay-growth: 999.5 makes a weight decay of 20.0 in generation 2; allowed is at most 10.0: lower it or training.weight-decay
            training.optimizerTokens        | 1000000000000 | training.optimizer-tokens: 1000000000000 make more than 2147483647 steps; lower it or raise training.batch-size
            baseTraining.optimizerTokens    | 1000000000000 | base-training.optimizer-tokens: 1000000000000 make more than 2147483647 steps; lower it or raise base-training.batch-size
            """)
    void refuses(String path, String value, String message) {
        assertThatThrownBy(() -> with(path, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            generations                     | 0
            generations                     | 1000
            data.humanShare                 | 0
            data.humanShare                 | 100
            data.calibrationDocuments       | 16
            data.validationDocuments        | 0
            text.promptTokens               | 1
            text.promptTokens               | 30
            text.blockTokens                | 32
            model.layers                    | 256
            model.heads                     | 32
            model.vocabularySize            | 257
            model.vocabularySize            | 50257
            decoding.temperature            | 100
            decoding.topP                   | 1
            selection.bias                  | 1000
            selection.bias                  | 0
            selection.targetHumanShare      | 1
            selection.targetHumanShare      | null
            selection.minimumEffectiveShare | 0
            selection.upsample              | 3
            loss.confidenceThreshold        | 0
            loss.confidenceThreshold        | 1
            loss.focus                      | 0
            loss.deviations                 | -10
            loss.slope                      | 0
            loss.slope                      | null
            loss.variationScale             | 0.01
            loss.divisor                    | null
            training.gradientAccumulation   | 8
            training.gradientAccumulation   | null
            training.weightDecayGrowth      | 499
            training.precision              | "float32"
            training.precision              | null
            training.optimizerTokens        | 1
            training.learningRate           | 1
            training.finalLearningRateShare | 0
            training.weightDecay            | 0
            """)
    void acceptsItsBounds(String path, String value) {
        assertThatCode(() -> with(path, value)).doesNotThrowAnyException();
    }

    @Test
    void refusesAGenerationWithoutDocuments() {
        assertThatThrownBy(() -> new DataSpecification(1, 10, 0.04, 0.04, 16, 0, 1))
                .hasMessage("data.human-share and data.synthetic-share leave a generation without a single document;"
                        + " raise one of them");
    }

    @Test
    void refusesToKeepAndLeaveOutMoreThanThePool() {
        assertThatThrownBy(() -> new SelectionSpecification(
                        SelectionSpecification.Method.SURPLEXITY,
                        "encoder",
                        0,
                        null,
                        0,
                        1,
                        1,
                        null,
                        null,
                        null,
                        0.6,
                        null,
                        null,
                        null,
                        null))
                .hasMessage(
                        "selection.leave-out: 0.6 and selection.keep-share 0.5 are more than the whole pool; lower one"
                                + " of them");
    }

    @Test
    void refusesAGenerationDecayThatWeighsNothing() {
        RunSpecification plain = Specifications.specification();
        SelectionSpecification decay = Specifications.with(
                new SelectionSpecification(SelectionSpecification.Method.GENERATION_DECAY, "encoder", 0, null, 0, 1, 1),
                "decay",
                2.0);
        assertThatThrownBy(() -> Specifications.with(plain, "selection", decay))
                .hasRootCauseMessage(
                        "selection.method: generation-decay weighs text by the generation that it joined in,"
                                + " but with data.policy replace all text of a pool is of one; set data.policy to accumulate or"
                                + " accumulate-subsample");
        assertThatThrownBy(() -> new SelectionSpecification(
                        SelectionSpecification.Method.GENERATION_DECAY,
                        "encoder",
                        0,
                        null,
                        0,
                        1,
                        1,
                        null,
                        null,
                        null,
                        null,
                        1.0,
                        null,
                        null,
                        null))
                .hasMessage("selection.decay: 1.0 weighs text of every age alike; give less than 1 for the newest text,"
                        + " more for the oldest, or selection.method none");
    }

    @ParameterizedTest
    @CsvSource({"LATENT_FILTER, latent-filter", "CONTRACTION, contraction"})
    void refusesToCompareAPoolWithHumanTextThatIsNotThere(SelectionSpecification.Method method, String name) {
        RunSpecification plain = Specifications.specification();
        SelectionSpecification compared = new SelectionSpecification(method, "encoder", 0, null, 0, 1, 1);
        RunSpecification none =
                Specifications.with(plain, "data", Specifications.with(plain.data(), "validationDocuments", 0));

        assertThat(Specifications.with(plain, "selection", compared).asksGenerationZero())
                .isTrue();
        assertThat(plain.asksGenerationZero()).isFalse();
        assertThatThrownBy(() -> Specifications.with(none, "selection", compared))
                .hasRootCauseMessage("selection.method: " + name + " compares a pool with the validation documents, but"
                        + " data.validation-documents is 0; set it to 128 or more");
    }

    @Test
    void refusesAnOverlapWhereAllTextIsItsOwnReference() {
        RunSpecification plain = Specifications.specification();
        SelectionSpecification overlap = new SelectionSpecification(
                SelectionSpecification.Method.REFERENCE_OVERLAP, "encoder", 0, null, 0, 1, 1);
        RunSpecification human = Specifications.with(plain, "data", new DataSpecification(64, 32, 1, 0, 32, 8, 16));
        assertThatThrownBy(() -> Specifications.with(human, "selection", overlap))
                .hasRootCauseMessage(
                        "selection.method: reference-overlap ranks text by how much of it is in the human text after the"
                                + " same prompt, but no model writes or edits any text of the pools; raise"
                                + " data.synthetic-share, or set selection.method to none for this arm");
        for (DataSpecification data : List.of(
                Specifications.with(human.data(), "policy", DataPolicy.REWRITE_AND_GROW),
                Specifications.with(human.data(), "edit", new EditSpecification(null, null, null)),
                new DataSpecification(64, 32, 0, 1, 32, 8, 16))) {
            RunSpecification other = Specifications.with(plain, "data", data);
            assertThat(Specifications.with(other, "selection", overlap)
                            .selection()
                            .readsScores())
                    .isFalse();
        }
    }

    @Test
    void refusesADetectorWorseThanChanceOrBetterThanTheBest() {
        assertThatThrownBy(() -> new DetectorSpecification(null, 0.5))
                .hasMessage(
                        "detector.auroc-at-most: 0.5 is out of range; allowed is more than 0.5, which is chance, and"
                                + " less than 1");
        assertThatThrownBy(() -> new DetectorSpecification(null, 1.0)).hasMessageContaining("1.0 is out of range");
        assertThat(new DetectorSpecification(null, null).calibrationOrDefault())
                .isEqualTo(DetectorSpecification.Calibration.EVERY_GENERATION);
    }

    @Test
    void whatIsAskedOfADetectorNamesItAndTheSeed() {
        RunSpecification run = Specifications.specification();
        DetectorSpecification asked = new DetectorSpecification(DetectorSpecification.Calibration.NONE, 0.8);
        assertThat(run.trial()).isNull();
        assertThat(Specifications.with(run, "detector", asked).trial())
                .isEqualTo(new DetectorTrial("encoder", asked, run.seed()));
    }

    @Test
    void refusesAnUnlearningThatForgetsNothing() {
        assertThatThrownBy(() -> new UnlearningSpecification(0, 5, 1, 0))
                .hasMessage("training.unlearning.steps: 0 is out of range; allowed is 1 to 1000000");
        assertThatThrownBy(() -> new UnlearningSpecification(1, 0, 1, 0))
                .hasMessage(
                        "training.unlearning.bound: 0.0 is out of range; allowed is more than 0 and at most 1000.0");
        assertThatThrownBy(() -> new UnlearningSpecification(1, 5, 0, 0))
                .hasMessage(
                        "training.unlearning.weight: 0.0 is out of range; allowed is more than 0 and at most 1000.0");
    }

    @Test
    void refusesASquareThatRisesForConfidentTokens() {
        assertThatThrownBy(() ->
                        new LossSpecification(LossSpecification.Name.VARIATION_SQUARE, 1, null, null, null, 1.0, null))
                .hasMessage("loss.variation-scale: 1.0 makes variation-square flat or rising for confident tokens; give"
                        + " more than 1");
    }

    @Test
    void refusesTextThatGrowsBeyondCounting() {
        DataSpecification data =
                new DataSpecification(100_000_000, 100_000_000, 20, 0, 16, 0, 1, DataPolicy.REWRITE_AND_GROW);
        RunSpecification tiny = Specifications.specification();
        assertThatThrownBy(() -> Specifications.with(tiny, "data", data))
                .rootCause()
                .hasMessageContaining("data.policy: text that is kept makes generation " + tiny.generations())
                .hasMessageContaining("lower data.human-share, data.synthetic-share, data.documents or generations");
    }

    @Test
    void refusesSeveralModelsThatWriteAnew() {
        assertThatThrownBy(() -> new DataSpecification(
                        1, 10, 1, 1, 16, 0, 1, DataPolicy.REWRITE_AND_GROW, 2, null, null, null, null))
                .hasMessage("data.writers: 2 models cannot share what data.policy rewrite-and-grow has the last one"
                        + " write; leave it out, or choose another policy");
    }

    @Test
    void refusesAScheduleThatLeavesNothingAndOneOfARewrittenRun() {
        ScheduleSpecification steep = new ScheduleSpecification(null, -4.0);
        DataSpecification data = new DataSpecification(1, 2, 1, 1, 16, 0, 1, null, null, null, steep, null, null);
        RunSpecification tiny = Specifications.with(Specifications.specification(), "generations", 1);
        RunSpecification one = Specifications.with(tiny, "data", data);
        assertThat(one.data().pooledDocuments(1)).isEqualTo(4);
        assertThatThrownBy(() -> Specifications.with(one, "generations", 2))
                .rootCause()
                .hasMessage("data.schedule: generation 2 would have 0 documents; 1 to 2147483647 are allowed: bring"
                        + " data.schedule.documents-exponent nearer to 0, or lower generations");
        assertThatThrownBy(() -> new DataSpecification(
                        1, 2, 1, 1, 16, 0, 1, DataPolicy.REWRITE_AND_GROW, null, null, steep, null, null))
                .hasMessageContaining("data.schedule: data.policy rewrite-and-grow has sizes of its own");
    }

    @Test
    void refusesToEditWhereThereIsNoHumanText() {
        EditSpecification edit = new EditSpecification(null, null, null);
        assertThatThrownBy(() -> new DataSpecification(1, 10, 0, 1, 16, 0, 1, null, null, edit, null, null, null))
                .hasMessage(
                        "data.edit: generations have no human text to edit, because data.human-share is 0.0; raise it,"
                                + " or leave data.edit out");
        assertThat(new DataSpecification(1, 10, 0, 1, 16, 0, 1, DataPolicy.ACCUMULATE, null, edit, null, null, null)
                        .edits(1))
                .as("that of generation 0 stays")
                .isTrue();
    }

    @Test
    void refusesAGenerationThatCannotBeCounted() {
        assertThatThrownBy(() -> new DataSpecification(1, 100_000_000, 100, 100, 16, 0, 1))
                .hasMessage("data.human-share and data.synthetic-share make a generation of 20000000000 documents; at"
                        + " most 2147483647 are allowed: lower one of them or data.documents");
    }
}
