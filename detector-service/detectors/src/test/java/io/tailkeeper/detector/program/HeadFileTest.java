package io.tailkeeper.detector.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailkeeper.detector.calibration.ClassifierMixture;
import io.tailkeeper.detector.calibration.LinearClassifier;
import io.tailkeeper.detector.labelled.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadFileTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("head.json");
    }

    @Test
    void whatIsWrittenIsReadToTheBit() throws IOException {
        ClassifierMixture mixture = new ClassifierMixture(List.of(
                new LinearClassifier(List.of(0.1, -Math.PI, Double.MIN_VALUE), 1 / 3.0),
                new LinearClassifier(List.of(1e300, -0.0, 2.0), -1)));
        HeadFile.save(mixture, file);
        assertThat(HeadFile.load(file)).isEqualTo(mixture);
    }

    @Test
    void theFormatStays() throws IOException {
        HeadFile.save(new ClassifierMixture(List.of(new LinearClassifier(List.of(0.5, -2.0), 3))), file);
        assertThat(new ObjectMapper().readTree(file.toFile()))
                .isEqualTo(
                        new ObjectMapper().readTree("{\"heads\": [{\"weights\": [0.5, -2.0], \"intercept\": 3.0}]}"));
    }

    @Test
    void whatHoldsNoHeadsIsRefused() throws IOException {
        for (String damaged : List.of("", "{\"heads\": [", "{\"heads\": []}", "[]")) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> HeadFile.load(file))
                    .as(damaged)
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(file + " holds no heads (")
                    .hasMessageEndingWith("train the detector again with ./tailkeeper detector train");
        }
    }
}
