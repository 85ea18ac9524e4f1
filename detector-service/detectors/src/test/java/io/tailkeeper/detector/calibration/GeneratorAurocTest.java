package io.tailkeeper.detector.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.detector.LabelledText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneratorAurocTest {

    private static final List<LabelledText> TEXTS = texts();
    private static final GeneratorAuroc AUROC = new GeneratorAuroc(TEXTS, Set.of("found", "missed", "half"));

    /** Ten human texts, then four of each generator. */
    private static List<LabelledText> texts() {
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            texts.add(new LabelledText("text", false, "novels", "", ""));
        }
        for (String generator : List.of("found", "half", "missed", "rare")) {
            for (int i = 0; i < 4; i++) {
                texts.add(new LabelledText("text", true, "novels", generator, ""));
            }
        }
        return texts;
    }

    /** People have 0 to 9. */
    private static double[] logits() {
        double[] logits = new double[TEXTS.size()];
        for (int i = 0; i < logits.length; i++) {
            String generator = TEXTS.get(i).generator();
            logits[i] =
                    generator.isEmpty() ? i : generator.equals("found") ? 20 + i : generator.equals("half") ? 4.5 : -i;
        }
        return logits;
    }

    @Test
    void eachGeneratorIsToldFromPeopleAlone() {
        assertThat(AUROC.generators()).containsExactly("found", "half", "missed");
        assertThat(AUROC.of(logits(), "found")).isEqualTo(1);
        assertThat(AUROC.of(logits(), "half")).isEqualTo(0.5);
        assertThat(AUROC.of(logits(), "missed")).isEqualTo(0);
    }

    @Test
    void kindsCountAlikeHoweverManyGeneratorsTheyHave() {
        assertThat(AUROC.mean(logits(), List.of(Set.of("found"), Set.of("half", "missed", "rare"))))
                .isCloseTo((1 + (0.5 + 0) / 2) / 2, within(1e-12));
    }
}
