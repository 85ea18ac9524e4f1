package io.tailkeeper.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigTest {

    @ParameterizedTest
    @CsvSource({
        "nano, 30_176",
        "quickstart, 865_408",
        "small, 12_318_720",
        "gpt2, 124_439_808",
        "smollm2-135m, 134_515_008"
    })
    void presetsHaveThePublishedNumberOfWeights(String name, String parameters) {
        assertThat(ModelConfig.preset(name).parameterCount()).isEqualTo(Long.parseLong(parameters.replace("_", "")));
    }

    @Test
    void unknownPresetNamesTheKnownOnes() {
        assertThatThrownBy(() -> ModelConfig.preset("huge"))
                .hasMessage(
                        "there is no model preset \"huge\"; choose one of nano, quickstart, small, gpt2, smollm2-135m,"
                                + " or give the sizes one by one");
    }

    @Test
    void refusesShapesThatNoModelHas() {
        assertThatThrownBy(() -> new ModelConfig(2, 3, 16, 12, 300))
                .hasMessageContaining("3 heads do not divide an embedding of 16");
        assertThatThrownBy(() -> new ModelConfig(0, 2, 16, 12, 300)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new ModelConfig(2_000_000_000, 2, 16, 12, 300))
                .hasMessageContaining("2000000000 layers are more than the 10000 a model may have");
        assertThatThrownBy(() -> new Family.Llama(2, 5, 28, 100, 1e-5, true))
                .hasMessageContaining("choose an even headSize");
        assertThatThrownBy(() -> new Family.Llama(2, 4, 28, 100, 0, true))
                .hasMessageContaining("normEpsilon of a model must be more than 0, but is 0.0");
    }

    @Test
    void weightDecaySparesTablesOfBothFamilies() {
        assertThat(LivelyModel.GPT2.parameterShapes().keySet().stream().filter(LivelyModel.GPT2::isEmbedding))
                .containsExactly("wpe.weight", "wte.weight");
        ModelConfig llama = LivelyModel.LLAMA_UNTIED_WIDE_HEADS;
        assertThat(llama.parameterShapes().keySet().stream().filter(llama::isEmbedding))
                .containsExactly("model.embed_tokens.weight");
    }
}
