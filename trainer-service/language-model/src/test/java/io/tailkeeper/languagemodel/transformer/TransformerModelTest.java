package io.tailkeeper.languagemodel.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.LivelyModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformerModelTest {

    private static final ModelConfig CONFIG = LivelyModel.GPT2;

    @Test
    void savedModelIsTheSameModelAndTheSameBytes(@TempDir Path folder) throws IOException {
        try (LanguageModel model = LivelyModel.of(CONFIG)) {
            String digest = model.save(folder.resolve("a/model.safetensors"));
            String again = model.save(folder.resolve("b/model.safetensors"));
            assertThat(again).isEqualTo(digest);
            assertThat(folder.resolve("a").toFile().list()).containsExactly("model.safetensors");
            try (LanguageModel loaded = Models.load(folder.resolve("a/model.safetensors"), digest)) {
                assertThat(loaded.config()).isEqualTo(CONFIG);
                assertThat(model.parameters()).isNotEmpty();
                model.parameters().forEach((name, tensor) -> assertThat(
                                loaded.parameters().get(name).toFloatArray())
                        .isEqualTo(tensor.toFloatArray()));
            }
        }
    }

    @Test
    void refusesMissingCorruptAndForeignCheckpoints(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        assertThatThrownBy(() -> Models.load(file, "0".repeat(64)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is missing");
        String digest;
        try (LanguageModel model = LivelyModel.of(CONFIG)) {
            digest = model.save(file);
        }
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
        assertThatThrownBy(() -> Models.load(file, digest))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("its sha256 is")
                .hasMessageContaining(digest);
        Files.write(file, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> Models.load(file, null)).hasMessageContaining("header is cut off");
        Files.write(file, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '[', ']'});
        assertThatThrownBy(() -> Models.load(file, null)).hasMessageContaining("no JSON object");
        Files.write(file, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
        assertThatThrownBy(() -> Models.load(file, null)).hasMessageContaining("not written by Tailkeeper");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 9));
        assertThatThrownBy(() -> Models.load(file, null)).hasMessageContaining("header is cut off");
    }

    @Test
    void refusesACheckpointOfAFamilyThatIsNotKnown(@TempDir Path folder) {
        Path file = folder.resolve("model.safetensors");
        try (LanguageModel model = LivelyModel.of(CONFIG)) {
            Map<String, String> metadata = new HashMap<>(model.metadata());
            metadata.put("tailkeeper.family", "mamba");
            Safetensors.write(file, model.parameters(), metadata);
        }
        assertThatThrownBy(() -> Models.load(file, null))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("checkpoint " + file + " does not say what shape its model has")
                .hasMessageContaining("by a newer one");
    }

    @Test
    void whatAPassKeepsDoesNotGrowWithTheLayers() {
        for (ModelConfig config : List.of(LivelyModel.GPT2, LivelyModel.LLAMA_GROUPED)) {
            assertThat(keptOfAPass(layered(config, 8))).isEqualTo(keptOfAPass(layered(config, 2)));
        }
    }

    private static int keptOfAPass(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config);
                NDManager scope = model.manager().newSubManager()) {
            NDArray logits = model.logits(LivelyModel.ids(scope, LivelyModel.texts(2, 5)));
            assertThat(scope.getManagedArrays()).contains(logits);
            return scope.getManagedArrays().size();
        }
    }

    private static ModelConfig layered(ModelConfig config, int layers) {
        return new ModelConfig(
                layers,
                config.heads(),
                config.embeddingSize(),
                config.contextLength(),
                config.vocabularySize(),
                config.family());
    }

    @Test
    void initialWeightsFollowTheSeed() {
        try (LanguageModel one = Models.initialise(CONFIG, 1);
                LanguageModel same = Models.initialise(CONFIG, 1);
                LanguageModel other = Models.initialise(CONFIG, 2)) {
            float[] weights = one.parameters().get("wte.weight").toFloatArray();
            assertThat(same.parameters().get("wte.weight").toFloatArray()).isEqualTo(weights);
            assertThat(other.parameters().get("wte.weight").toFloatArray()).isNotEqualTo(weights);
            double square = 0;
            for (float weight : weights) {
                square += weight * weight;
            }
            assertThat(Math.sqrt(square / weights.length)).isCloseTo(0.02, within(0.001));
            assertThat(one.parameters().get("ln_f.weight").toFloatArray()).containsOnly(1f);
            assertThat(CONFIG.parameterCount())
                    .isEqualTo(one.parameters().values().stream()
                            .mapToLong(NDArray::size)
                            .sum());
        }
    }
}
