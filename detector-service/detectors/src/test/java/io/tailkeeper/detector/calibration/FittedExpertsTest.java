package io.tailkeeper.detector.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.detector.LabelledText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FittedExpertsTest {

    private final List<LabelledText> fit = texts("fit");
    private final List<LabelledText> calibration = texts("calibration");
    private final List<List<LabelledText>> fitted = new ArrayList<>();

    /** A detector is the number of texts that it was fitted on, and its logits are that number. */
    private final FittedExperts<Integer> experts = new FittedExperts<>(
            fit,
            calibration,
            (texts, others) -> {
                fitted.add(texts);
                return texts.size();
            },
            (detector, texts) -> texts.stream().mapToDouble(text -> detector).toArray());

    private static List<LabelledText> texts(String part) {
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            texts.add(new LabelledText(part + i, false, "news", "", ""));
            texts.add(new LabelledText(part + i, true, "novels", "one", ""));
            texts.add(new LabelledText(part + i, true, "letters", "other", ""));
        }
        texts.add(new LabelledText("a letter", false, "letters", "", ""));
        return texts;
    }

    @Test
    void eachIsFittedOnceOnItsOwnTexts() {
        Set<String> changing = new HashSet<>(Set.of("one"));
        assertThat(experts.logits(changing)).hasSize(37).containsOnly(24);
        changing.add("other");
        assertThat(experts.logits(Set.of("one"))).hasSize(37).containsOnly(24);
        ExpertSearch.Found<Integer> found = experts.found(Set.of("one"));
        assertThat(found.detector()).isEqualTo(24);
        assertThat(found.generators()).containsExactly("one");
        assertThat(found.fit()).isEqualTo(GeneratorTexts.of(fit, Set.of("one")));
        assertThat(found.calibration()).isEqualTo(GeneratorTexts.of(calibration, Set.of("one")));
        assertThat(fitted).containsExactly(found.fit());
    }

    @Test
    void oneOfAllGeneratorsIsFittedOnAllTexts() {
        ExpertSearch.Found<Integer> found = experts.found(Set.of("other", "one"));
        assertThat(found.generators()).containsExactly("one", "other");
        assertThat(found.fit()).isSameAs(fit);
        assertThat(found.calibration()).isSameAs(calibration);
    }
}
