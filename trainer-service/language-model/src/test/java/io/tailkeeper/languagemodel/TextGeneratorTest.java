package io.tailkeeper.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextGeneratorTest extends DecodingContract {

    TextGeneratorTest() {
        super(List.of());
    }

    /** Decodes two rows as the tensor library does, and notes how often it was opened. */
    private static final class TwoRows implements DecodingEngine {

        private int opened;

        @Override
        public boolean suits(ModelConfig config, Device device, int rows) {
            return rows == 2 && config.vocabularySize() == 300 && !device.isGpu();
        }

        @Override
        public Decoding open(LanguageModel model) {
            opened++;
            return model.decoding();
        }
    }

    @Test
    void anEngineDecodesWhatSuitsItAndIsOpenedOnce() {
        TwoRows engine = new TwoRows();
        try (LanguageModel model = LivelyModel.of(LivelyModel.GPT2)) {
            TextGenerator generator = new TextGenerator(model, List.of(engine));
            assertThat(generator.engine(2)).containsSame(engine);
            assertThat(generator.engine(3)).isEmpty();
            assertThat(generator.write(LivelyModel.texts(3, 3), 9, GREEDY, new long[3]))
                    .hasNumberOfRows(3);
            assertThat(engine.opened).isZero();
            int[][] once = generator.write(LivelyModel.texts(2, 3), 9, GREEDY, new long[2]);
            int[][] again = generator.write(LivelyModel.texts(2, 3), 9, GREEDY, new long[2]);
            assertThat(again).isDeepEqualTo(once);
            assertThat(engine.opened).isEqualTo(1);
        }
    }

    @Test
    void noEngineLiesBesideTheTensorLibrary() {
        assertThat(DecodingEngine.installed()).isEmpty();
    }
}
