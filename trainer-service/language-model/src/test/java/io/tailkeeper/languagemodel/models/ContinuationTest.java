package io.tailkeeper.languagemodel.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.languagemodel.DecodingStrategy;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.TextGenerator;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import org.junit.jupiter.api.Test;

class ContinuationTest {

    private static PretrainedModel model() {
        return new PretrainedModel(
                Models.initialise(new ModelConfig(1, 2, 16, 12, 300), 3), Gpt2RanksTokenizer.of(300));
    }

    @Test
    void textBeginsWithThePromptAndEndsWithTheContext() {
        try (PretrainedModel opened = model()) {
            String text = Continuation.text(opened, "abc", 1_000, new DecodingStrategy.Greedy(), 1);

            assertThat(text).startsWith("abc");
            int[] greedy = new TextGenerator(opened.model())
                    .write(
                            new int[][] {opened.tokenizer().encode("abc")},
                            9,
                            new DecodingStrategy.Greedy(),
                            new long[1])[0];
            assertThat(text).isEqualTo(("abc" + opened.tokenizer().decode(greedy)).strip());
        }
    }

    @Test
    void promptThatFillsTheContextIsRefused() {
        try (PretrainedModel opened = model()) {
            assertThatThrownBy(
                            () -> Continuation.text(opened, "xyzzy ".repeat(12), 5, new DecodingStrategy.Greedy(), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("context of 12 leaves no room");
        }
    }
}
