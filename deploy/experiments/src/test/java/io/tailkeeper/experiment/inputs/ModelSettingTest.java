package io.tailkeeper.experiment.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.specification.ModelSpecification;
import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.experiment.ExperimentReader;
import io.tailkeeper.experiment.Setting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSettingTest {

    @TempDir
    Path folder;

    private static ModelSpecification model(String... settings) {
        List<Setting> parsed = Arrays.stream(settings).map(Setting::parse).toList();
        Experiment experiment = ExperimentReader.preset("quickstart", parsed);
        assertThat(experiment.arms().values()).hasSize(4).allSatisfy(arm -> assertThat(arm.model())
                .isEqualTo(experiment.base().model()));
        return experiment.base().model();
    }

    private Path huggingFace() throws IOException {
        Path model = Files.createDirectories(folder.resolve("a: llama"));
        Files.writeString(
                model.resolve("config.json"),
                """
                {"model_type": "llama", "num_hidden_layers": 3, "num_attention_heads": 6, "num_key_value_heads": 2,
                 "head_dim": 8, "hidden_size": 40, "intermediate_size": 96, "max_position_embeddings": 131072,
                 "vocab_size": 512, "rms_norm_eps": 1e-5, "hidden_act": "silu", "tie_word_embeddings": true}
                """);
        return model;
    }

    @Test
    void aPresetsNameStandsForItsArchitecture() {
        assertThat(model("model=smollm2-135m"))
                .isEqualTo(new ModelSpecification(30, 9, 576, 8192, 49_152, "smollm2-135m", null));
        assertThat(model("model.preset=nano", "text.block-tokens=32", "text.prompt-tokens=16"))
                .isEqualTo(new ModelSpecification(1, 2, 32, 32, 512, "nano", null));
    }

    @Test
    void aFolderStandsForTheModelInIt() throws IOException {
        Path path = huggingFace();
        ModelSpecification expected = new ModelSpecification(3, 6, 40, 131_072, 512, null, path.toString());
        Path relative = Path.of("").toAbsolutePath().relativize(path);

        assertThat(model("model='" + path + "'")).isEqualTo(expected);
        assertThat(model("model='" + relative + "'")).isEqualTo(expected);
        assertThat(model("model.pretrained='" + path + "'")).isEqualTo(expected);
    }

    @Test
    void aModelOfLlama2cIsKnownByItsHeader() throws IOException {
        Path file = folder.resolve("stories.bin");
        int embedding = 16;
        int hidden = 24;
        int context = 64;
        long weights = 300L * embedding // a tied head
                + 2 * (2L * embedding + 4L * embedding * embedding + 3L * embedding * hidden)
                + embedding
                + context * 8L;
        ByteBuffer bytes = ByteBuffer.allocate((int) (28 + 4 * weights)).order(ByteOrder.LITTLE_ENDIAN);
        Stream.of(embedding, hidden, 2, 2, 2, 300, context).forEach(bytes::putInt);
        Files.write(file, bytes.array());

        assertThat(model("model=" + file)).isEqualTo(new ModelSpecification(2, 2, 16, 64, 300, null, file.toString()));
        Files.write(file, Arrays.copyOf(bytes.array(), 1000));
        assertThatThrownBy(() -> model("model=" + file))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(
                        "--set model=" + file + ": model: model " + file + " is no model file of llama2.c");
    }

    @Test
    void refusesWhatIsNoModel() {
        assertThatThrownBy(() -> model("model=" + folder.resolve("missing")))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(
                        "model: model " + folder.resolve("missing") + " is missing; a model is a folder of");
        assertThatThrownBy(() -> model("model.pretrained=" + folder))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("model.pretrained: folder " + folder + " holds no model");
    }

    @Test
    void textThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> model("model=nano"))
                .hasMessageContaining("text.block-tokens: 64 does not fit into model.context-length 32");
    }

    @ParameterizedTest
    @CsvSource({"model=smal, ', or the path of a model on disk'", "model.preset=smal, ''"})
    void anUnknownNameIsAnsweredWithThoseThatAre(String setting, String more) {
        assertThatThrownBy(() -> model(setting))
                .isInstanceOf(ExperimentException.class)
                .hasMessage("preset quickstart: --set " + setting + ": " + setting.split("=", 2)[0]
                        + ": there is no model preset \"smal\"; choose one of nano, quickstart, small, gpt2,"
                        + " smollm2-135m, or give the sizes one by one" + more);
    }
}
