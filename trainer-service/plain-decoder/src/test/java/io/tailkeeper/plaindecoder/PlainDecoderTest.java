package io.tailkeeper.plaindecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.languagemodel.DecodingBatch;
import io.tailkeeper.languagemodel.DecodingContract;
import io.tailkeeper.languagemodel.DecodingEngine;
import io.tailkeeper.languagemodel.DecodingStrategy;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.LivelyModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.NaiveModel;
import io.tailkeeper.languagemodel.TextGenerator;
import io.tailkeeper.languagemodel.transformer.DecoderTest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PlainDecoderTest extends DecodingContract {

    static final List<ModelConfig> CONFIGS = DecoderTest.CONFIGS;

    private static final List<DecodingEngine> PLAIN = List.of(new PlainEngine());

    PlainDecoderTest() {
        super(PLAIN);
    }

    @ParameterizedTest
    @FieldSource("CONFIGS")
    void logitsOfPlainJavaAreThoseOfPlainLoopsInEveryRowAndPosition(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config)) {
            int[][] texts = LivelyModel.texts(3, 12);
            NaiveModel naive = NaiveModel.of(model);
            double[][][] expected = Arrays.stream(texts).map(naive::logits).toArray(double[][][]::new);
            DecodingBatch rows = PlainDecoder.of(model).begin(3, 12);
            for (int t = 0; t < 12; t++) {
                int column = t;
                float[][] logits = rows.logitsAfter(Arrays.stream(texts)
                        .map(text -> new int[] {text[column]})
                        .toArray(int[][]::new));
                for (int row = 0; row < 3; row++) {
                    assertThat(logits[row]).hasSize(300);
                    for (int v = 0; v < 300; v++) {
                        assertThat((double) logits[row][v]).isCloseTo(expected[row][t][v], within(1e-4));
                    }
                }
            }
        }
    }

    /** So many rows that they are cut into parts, the last of them odd. */
    @ParameterizedTest
    @FieldSource("CONFIGS")
    void aRowDependsOnNoOtherRow(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config)) {
            int[][] prompts = LivelyModel.texts(37, 3);
            long[] seeds = new long[37];
            Arrays.setAll(seeds, row -> row * 31L);
            DecodingStrategy strategy = new DecodingStrategy.Temperature(1);
            TextGenerator generator = new TextGenerator(model, PLAIN);
            int[][] together = generator.write(prompts, 9, strategy, seeds);
            assertThat(together).hasNumberOfRows(37);
            for (int row = 0; row < 37; row++) {
                int[][] alone = generator.write(new int[][] {prompts[row]}, 9, strategy, new long[] {seeds[row]});
                assertThat(alone[0]).isEqualTo(together[row]);
            }
        }
    }

    @Test
    void aContextThatIsStatedFarTooLongTakesNoMemory() {
        ModelConfig config =
                new ModelConfig(1, 4, 16, Integer.MAX_VALUE, 300, new Family.Llama(2, 4, 28, 100, 1e-3, true));
        try (LanguageModel model = LivelyModel.of(config)) {
            assertThat(new TextGenerator(model, PLAIN).write(LivelyModel.texts(1, 3), 5, GREEDY, new long[1])[0])
                    .hasSize(5);
        }
    }
}
