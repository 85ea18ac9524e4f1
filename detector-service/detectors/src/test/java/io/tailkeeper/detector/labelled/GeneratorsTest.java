package io.tailkeeper.detector.labelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.detector.LabelledText;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratorsTest {

    private static final List<LabelledText> TEXTS = List.of(
            text("human beside gpt", false, "news_gpt", "gpt"),
            text("gpt", true, "news_gpt", "gpt"),
            text("human beside both", false, "mixed", "mixed"),
            text("gpt mixed", true, "mixed", "gpt"),
            text("opt mixed", true, "mixed", "opt"),
            text("human alone", false, "books", "books"));

    private static LabelledText text(String text, boolean machine, String source, String generator) {
        return new LabelledText(text, machine, source, generator, text);
    }

    @Test
    void aGeneratorGoesWithTheHumanTextsThatWereThereForItAlone() {
        assertThat(Generators.without(TEXTS, List.of("gpt")))
                .extracting(LabelledText::text)
                .containsExactly("human beside both", "opt mixed", "human alone");
        assertThat(Generators.without(TEXTS, List.of("gpt", "opt")))
                .extracting(LabelledText::text)
                .containsExactly("human alone");
        assertThat(Generators.without(TEXTS, List.of())).isEqualTo(TEXTS);
    }

    @Test
    void oneThatWroteNothingIsRefusedWithTheNamesOfThoseThatDid() {
        assertThatThrownBy(() -> Generators.without(TEXTS, List.of("gpt-4")))
                .isInstanceOf(DataException.class)
                .hasMessage("no text of the data is by generator \"gpt-4\"; there are gpt, opt");
    }
}
