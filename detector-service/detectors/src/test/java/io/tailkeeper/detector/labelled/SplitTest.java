package io.tailkeeper.detector.labelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.labelled.Split.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitTest {

    @Test
    void partsHaveTheirSharesAndNoOriginInCommon() {
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            texts.add(new LabelledText("human", false, "s", "origin " + i / 2));
            texts.add(new LabelledText("machine", true, "s", "origin " + i / 2));
        }
        Split split = Split.seeded(1);
        Map<Part, List<String>> origins = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            origins.put(
                    part,
                    split.of(texts, part).stream()
                            .map(LabelledText::origin)
                            .distinct()
                            .toList());
        }
        assertThat(origins.get(Part.FIT).size() / 10_000.0).isCloseTo(0.7, within(0.015));
        assertThat(origins.get(Part.CALIBRATION).size() / 10_000.0).isCloseTo(0.1, within(0.01));
        assertThat(origins.values().stream().mapToInt(List::size).sum()).isEqualTo(10_000);
        assertThat(origins.values().stream().flatMap(List::stream).distinct().count())
                .isEqualTo(10_000);
    }

    @Test
    void aTextStaysInItsPartWhateverElseIsThereAndAnotherSeedMovesIt() {
        Part part = Split.seeded(1).part("an origin");
        assertThat(Split.seeded(1).part("an origin")).isEqualTo(part);
        long same = 0;
        for (int i = 0; i < 1_000; i++) {
            same += Split.seeded(1).part("o" + i) == Split.seeded(2).part("o" + i) ? 1 : 0;
        }
        assertThat(same / 1_000.0).as("0.7^2 + 0.1^2 + 0.2^2").isCloseTo(0.54, within(0.06));
    }

    @Test
    void originsIgnoreCasePunctuationAndWhatFollows() {
        assertThat(Origins.of("The  \u201cOld\u201d man's house, by the SEA \u2014 sold"))
                .isEqualTo(Origins.of("the old man\u2019s\nhouse by no river"));
        assertThat(Origins.of("")).isEmpty();
    }

    @Test
    void aSplitWithoutHeldOutTextsIsRefused() {
        assertThatThrownBy(() -> new Split(0.9, 0.1, 1)).hasMessageContaining("hold out");
    }
}
