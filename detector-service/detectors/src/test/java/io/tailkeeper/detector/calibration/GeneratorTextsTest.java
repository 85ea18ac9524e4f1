package io.tailkeeper.detector.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.detector.LabelledText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeneratorTextsTest {

    private static List<LabelledText> texts(int number, boolean machine, String source, String generator) {
        return IntStream.range(0, number)
                .mapToObj(i -> new LabelledText(source + i, machine, source, generator, ""))
                .toList();
    }

    @SafeVarargs
    private static List<LabelledText> all(List<LabelledText>... parts) {
        List<LabelledText> all = new ArrayList<>();
        for (List<LabelledText> part : parts) {
            all.addAll(part);
        }
        return all;
    }

    @Test
    void humanTextsOfSourcesWhereOnlyOthersWriteAreLeftOut() {
        List<LabelledText> own = all(texts(2, true, "novels", "one"), texts(3, false, "novels", ""));
        List<LabelledText> others = all(texts(4, true, "letters", "other"), texts(12, false, "letters", ""));
        List<LabelledText> alone = texts(7, false, "news", "");
        List<LabelledText> texts = all(own, others, alone);
        assertThat(GeneratorTexts.of(texts, Set.of("one"))).isEqualTo(all(own, alone));
        assertThat(GeneratorTexts.places(texts, Set.of("one")))
                .containsExactly(IntStream.concat(IntStream.range(0, 5), IntStream.range(21, 28))
                        .toArray());
        assertThat(GeneratorTexts.of(texts, Set.of("one", "other"))).isEqualTo(texts);
        assertThat(GeneratorTexts.generators(texts)).containsExactly("one", "other");
    }

    @Test
    void aSourceThatItSharesWithOthersIsItsOwnToo() {
        List<LabelledText> texts =
                all(texts(2, true, "novels", "one"), texts(3, true, "novels", "other"), texts(10, false, "novels", ""));
        assertThat(GeneratorTexts.of(texts, Set.of("one")))
                .isEqualTo(all(texts(2, true, "novels", "one"), texts(10, false, "novels", "")));
    }

    @Test
    void whereTooFewHumanTextsWouldBeLeftAllOfThemCount() {
        List<LabelledText> human = all(texts(9, false, "novels", ""), texts(3, false, "letters", ""));
        List<LabelledText> one = texts(2, true, "novels", "one");
        List<LabelledText> texts = all(one, texts(2, true, "letters", "other"), human);
        assertThat(GeneratorTexts.of(texts, Set.of("one"))).isEqualTo(all(one, human));
        assertThat(GeneratorTexts.of(all(texts, texts(1, false, "news", "")), Set.of("one")))
                .as("ten are enough")
                .isEqualTo(all(one, texts(9, false, "novels", ""), texts(1, false, "news", "")));
    }

    @Test
    void tenOfEachClassAreEnough() {
        assertThat(GeneratorTexts.areEnough(all(texts(10, true, "a", "one"), texts(10, false, "a", ""))))
                .isTrue();
        assertThat(GeneratorTexts.areEnough(all(texts(9, true, "a", "one"), texts(20, false, "a", ""))))
                .isFalse();
        assertThat(GeneratorTexts.areEnough(all(texts(20, true, "a", "one"), texts(9, false, "a", ""))))
                .isFalse();
    }
}
