package io.tailkeeper.detector.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.detector.calibration.PlattCalibration;
import io.tailkeeper.detector.evaluation.DecisionThresholds;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.text.LengthWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptionFileTest {

    @TempDir
    private Path folder;

    private static DetectorDescription description(double slope) {
        return new DetectorDescription(
                DetectorDescription.FORMAT,
                DetectorKind.LINEAR,
                "",
                LengthWindow.DEFAULT,
                new PlattCalibration(slope, 1 / 3.0),
                new DecisionThresholds(0.9, 0.8, List.of(0.1, 2.0)),
                "abc",
                null,
                null,
                null);
    }

    @Test
    void theVersionIsTheDigestOfEverythingElse() throws IOException {
        DetectorDescription named = DescriptionFile.save(description(2), folder);
        assertThat(named.version()).hasSize(16);
        assertThat(named.withVersion("")).isEqualTo(description(2));
        assertThat(DescriptionFile.isIn(folder)).isTrue();
        assertThat(DescriptionFile.load(folder)).isEqualTo(named);
        assertThat(DescriptionFile.save(description(2), folder)).isEqualTo(named);
        assertThat(DescriptionFile.save(description(Math.nextUp(2.0)), folder).version())
                .isNotEqualTo(named.version());
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> DescriptionFile.load(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void whatIsMissingDamagedOrEditedIsRefused() throws IOException {
        assertThat(DescriptionFile.isIn(folder)).isFalse();
        assertRefused("holds no detector: detector.json is missing");
        DescriptionFile.save(description(2), folder);
        Path file = folder.resolve("detector.json");
        String good = Files.readString(file);
        Files.writeString(file, good.replace("\"abc\"", "\"abd\""));
        assertRefused("does not match its version");
        Files.writeString(file, good.substring(0, 60));
        assertRefused("describes no detector");
        Files.writeString(file, good.replaceFirst("\"format\" : 1", "\"format\" : 2"));
        assertRefused("is of format 2");
    }
}
