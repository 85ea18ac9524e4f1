package io.tailkeeper.detector.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.detector.LabelledFeatures;
import org.junit.jupiter.api.Test;

class CalibrationPartTest {

    private static CalibrationSample sample(int index, int total) {
        return new CalibrationSample(
                "run", 1, CalibrationSample.Part.CALIBRATION, index, total, "", "text", index >= total / 2);
    }

    private static float[] features(int index) {
        return new float[] {index};
    }

    @Test
    void isCompleteWithEveryIndexInAnyOrderAndCountsDuplicatesOnce() {
        CalibrationPart part = new CalibrationPart(4, 3);
        for (int index : new int[] {3, 1, 3, 0}) {
            if (part.needs(sample(index, 4))) {
                part.add(sample(index, 4), features(index));
            }
        }
        assertThat(part.isComplete()).isFalse();
        assertThat(part.size()).isEqualTo(3);
        assertThat(part.needs(sample(2, 4))).isTrue();
        part.add(sample(2, 4), features(2));
        assertThat(part.isComplete()).isTrue();
        assertThat(part.texts()).extracting(text -> text.features()[0]).containsExactly(0f, 1f, 2f, 3f);
        assertThat(part.texts()).extracting(LabelledFeatures::machineWritten).containsExactly(false, false, true, true);
    }

    @Test
    void keepsTheFirstPairsOfALargePart() {
        int total = 4 * CalibrationPart.MAX_KEPT;
        CalibrationPart part = new CalibrationPart(total, 3);
        assertThat(part.needs(sample(CalibrationPart.MAX_KEPT / 2 - 1, total))).isTrue();
        assertThat(part.needs(sample(CalibrationPart.MAX_KEPT / 2, total))).isFalse();
        assertThat(part.needs(sample(total / 2, total)))
                .as("the twin of the first")
                .isTrue();
        assertThat(part.needs(sample(total - 1, total))).isFalse();
        assertThat(part.size()).isEqualTo(4);
    }

    @Test
    void keepsFewerSamplesOfManyFeatures() {
        CalibrationPart part = new CalibrationPart(100_000, 10_000); // 10 million features: 500 of each class
        assertThat(part.needs(sample(499, 100_000))).isTrue();
        assertThat(part.needs(sample(500, 100_000))).isFalse();
        assertThat(part.needs(sample(50_499, 100_000))).isTrue();
        assertThat(part.needs(sample(50_500, 100_000))).isFalse();
    }

    @Test
    void isFittedWithoutTheTwinOfARefusedSampleToo() {
        CalibrationPart part = new CalibrationPart(6, 3);
        for (int index = 5; index >= 0; index--) {
            assertThat(part.needs(sample(index, 6))).isTrue();
            if (index == 4) {
                part.refuse(sample(index, 6));
            } else {
                part.add(sample(index, 6), features(index));
            }
        }
        assertThat(part.isComplete()).isTrue();
        assertThat(part.texts()).extracting(text -> text.features()[0]).containsExactly(0f, 2f, 3f, 5f);
        assertThat(part.bytes()).isGreaterThanOrEqualTo(5 * 3 * Float.BYTES);
    }

    @Test
    void refusesContradictionsAndGiants() {
        CalibrationPart part = new CalibrationPart(4, 3);
        assertThatThrownBy(() -> part.needs(sample(1, 6)))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("total: 6 contradicts the 4");
        assertThatThrownBy(() -> new CalibrationPart(Integer.MAX_VALUE, 3))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("lower data.calibration-documents");
    }
}
