package io.tailkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.bench.figures.BenchPart;
import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.TrainingSpecification.Precision;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.models.Models;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {

    @TempDir
    Path folder;

    @Test
    void trainerReachesAPartOfTheProductPeakAndSaysHowItWasMeasured() throws Exception {
        BenchResult result = Bench.trainer(ModelPreset.QUICKSTART, Precision.FLOAT32, 3);

        assertThat(result.ratio()).isPositive().isFinite(); // how large it is depends on who else computes here
        assertThat(result.ratio()).isCloseTo(result.value() / result.reference(), within(1e-12));
        double tokens = result.phases().get("tokens/s");
        long parameters = (long) result.settings().get("parameters");
        assertThat(parameters).isEqualTo(865_408);
        assertThat(result.value()).isCloseTo(6 * tokens * parameters / 1e9, within(1e-9));
        assertThat(tokens * result.seconds()).isCloseTo(3 * 32 * 63, within(3 * 32 * 2.0));
        // By hand: 4 x 865,408 numbers, and for each of 2,016 tokens 3 x (16 x 128 + 4 x 63) + 128 + 2 x 2,048.
        assertThat(result.phases().get("memory needed bytes")).isEqualTo(4 * (3_461_632 + 2_016 * 11_124.0));
        Path file = folder.resolve("trainer.json");
        Bench.write(result, file);
        JsonNode json = JsonMapper.builder().build().readTree(file.toFile());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "name",
                        "settings",
                        "value",
                        "unit",
                        "reference",
                        "referenceUnit",
                        "ratio",
                        "seconds",
                        "peakMemoryBytes",
                        "phases");
    }

    @Test
    void gpt2IsMeasuredInBlocksOf512AndInThePrecisionAskedFor() {
        assertThat(ModelPreset.GPT2.config().parameterCount()).isEqualTo(124_439_808);
        RunSpecification run =
                BenchRun.requested(ModelPreset.GPT2, Precision.BF16, 40, 100).specification();

        assertThat(run.text().blockTokens()).isEqualTo(512);
        assertThat(run.baseTraining().batchSize()).isEqualTo(16);
        assertThat(run.baseTraining().precisionOrDefault()).isEqualTo(Precision.BF16);
        assertThat(run.baseTraining().steps(run.text(), run.data().baseDocuments()))
                .isEqualTo(40);
    }

    @Test
    void generatorComparesBatchesOfOneProcess() {
        ModelConfig config = ModelPreset.QUICKSTART.config();
        BenchResult result;
        try (LanguageModel model = Models.initialise(config, 1)) {
            result = new GeneratorBench("quickstart", model, 0.05).run();
        }

        assertThat(result.settings()).containsEntry("promptTokens", 32).containsEntry("newTokens", 32);
        assertThat(result.phases()).hasSize(4 + 2).allSatisfy((batch, speed) -> assertThat(speed)
                .isPositive());
        assertThat(result.value()).isEqualTo(result.phases().get("batch 64 tokens/s"));
        assertThat(result.reference()).isEqualTo(result.phases().get("batch 1 tokens/s"));
    }

    @Test
    void generatorComparesTheEngineOfASmallModelWithTheTensorLibrary() {
        BenchResult result;
        try (LanguageModel model = Models.initialise(ModelConfig.preset("nano"), 1)) {
            result = new GeneratorBench("nano", model, 0.05).run();
        }

        assertThat(result.settings()).containsEntry("engine", "PlainEngine");
        assertThat(result.phases().get("with probabilities over without"))
                .isEqualTo(result.phases().get("batch 64 with probabilities") / result.value())
                .isPositive();
        assertThat(result.phases().get("engine over tensors"))
                .isEqualTo(result.value() / result.phases().get("batch 64 in tensors"));
    }

    @Test
    void aTrainingKilledInTheMiddleEndsAsIfNothingHadHappened() throws Exception {
        BenchResult result = new ResumeBench(ModelPreset.QUICKSTART, 2, 12).run(folder);

        assertThat(result.value()).isEqualTo(2);
        assertThat(result.ratio()).isEqualTo(1);
        assertThat(result.settings()).containsEntry("sameSha256", true);
        assertThat((List<?>) result.settings().get("killedAtSteps")).hasSize(2);
        assertThat(folder.resolve("disturbed/bench/generation-0/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("undisturbed/bench/generation-0/model.safetensors"));
    }

    @Test
    void partsArePrintedAndWrittenWithGoalAndFigures() throws Exception {
        BenchPart part = BenchPart.atLeast(30_000, 31_000.5, "documents/s", Map.of("us a document", 32.25));
        BenchResult result = new BenchResult(
                "detector", Map.of(), 1, "a", 2, "b", 0.5, 3, 4, Map.of(), Map.of("linear screen", part));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Bench.print(result, new PrintStream(printed, true, StandardCharsets.UTF_8));
        Path file = folder.resolve("detector.json");
        Bench.write(result, file);
        JsonNode json = JsonMapper.builder().build().readTree(file.toFile());

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("linear screen: 31,000.500 documents/s; goal at least 30,000, reached")
                .contains("us a document                              32.25");
        assertThat(json.requiredAt("/parts/linear screen/value").asDouble()).isEqualTo(31_000.5);
        assertThat(json.requiredAt("/parts/linear screen/reached").asBoolean()).isTrue();
        assertThat(json.requiredAt("/parts/linear screen/figures/us a document").asDouble())
                .isEqualTo(32.25);
    }

    @Test
    void unknownNamesAreRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> ModelPreset.named("big"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--preset big is unknown; there are quickstart, small, gpt2");
    }
}
