package io.tailkeeper.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderDetectorTest {

    private static final MixtureHead HEAD = head(-1, 0.0, 0.0, 2.0);

    @TempDir
    private Path folder;

    private static MixtureHead head(double intercept, Double... weights) {
        return new MixtureHead(List.of(new LinearHead(List.of(weights), intercept)));
    }

    @Test
    void theLogitIsThatOfTheHeadOnTheFeatures() {
        EncoderDetector detector = new EncoderDetector(new FakeEncoder(), HEAD);
        assertThat(detector.logit("robot said robot")).isEqualTo(3);
        assertThat(detector.logit("")).isEqualTo(-1);
        assertThat(detector.head()).isEqualTo(HEAD);
        assertThat(detector.encoderVersion()).isEqualTo("fake-1");
    }

    @Test
    void ofALongTextTheMeanOverItsPassagesCounts() {
        EncoderDetector words = new EncoderDetector(new FakeEncoder(), head(0, 0.0, 1.0, 0.0));
        assertThat(words.logit("one ".repeat(150).strip())).as("one passage").isEqualTo(150);
        assertThat(words.logit("one ".repeat(151).strip())).as("two passages").isCloseTo(75.5, within(1e-9));
        assertThat(words.logit("one ".repeat(3_000).strip()))
                .as("length alone does not move the logit")
                .isEqualTo(150);
        EncoderDetector robots = new EncoderDetector(new FakeEncoder(), HEAD);
        String text = "robot ".repeat(150) + "person ".repeat(149) + "person";
        assertThat(robots.logit(text)).as("no word is lost").isEqualTo((299.0 - 1) / 2);
    }

    @Test
    void aHeadForAnotherEncoderIsRefused() {
        assertThatThrownBy(() -> new EncoderDetector(new FakeEncoder(), head(0, 1.0)))
                .hasMessage("the head has 1 weights, the encoder gives 3 features");
    }

    @Test
    void trainingFindsTheFeatureThatTellsAndNotTheLength() {
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String[] words = new String[100];
            Arrays.fill(words, "word");
            boolean machine = i % 2 == 1;
            for (int w = i % 7; machine && w < words.length; w += 7) {
                words[w] = "robot";
            }
            texts.add(new LabelledText(String.join(" ", words), machine, "s", Integer.toString(i)));
        }
        List<LabelledText> calibration = texts.subList(0, 20);
        EncoderDetector detector = EncoderTraining.seeded(1)
                .fit(new FakeEncoder(), texts, calibration)
                .detector();
        assertThat(detector.logit("word ".repeat(50) + "robot ".repeat(50))).isPositive();
        assertThat(detector.logit("word ".repeat(99) + "word")).isNegative();
        assertThat(detector.logit("word ".repeat(24) + "word"))
                .as("a short one")
                .isNegative();
        assertThat(EncoderTraining.seeded(1)
                        .fit(new FakeEncoder(), texts, calibration)
                        .detector()
                        .head())
                .isEqualTo(detector.head());
    }

    @Test
    void aHeadSurvivesItsFileAndADamagedOneIsRefused() throws IOException {
        Path file = folder.resolve("head.bin");
        EncoderFile.save(HEAD, file);
        assertThat(EncoderFile.load(file)).isEqualTo(HEAD);
        MixtureHead two =
                new MixtureHead(List.of(new LinearHead(List.of(1.5, -2.0), 3), new LinearHead(List.of(0.25, 7.0), -4)));
        EncoderFile.save(two, file);
        assertThat(EncoderFile.load(file)).isEqualTo(two);
        byte[] bytes = Files.readAllBytes(file);
        bytes[20]++;
        Files.write(file, bytes);
        assertThatThrownBy(() -> EncoderFile.load(file)).hasMessageContaining("does not match its checksum");
        new SealedFile("TKENCHED", 2, "head").save(new byte[] {0, 0, 0, 2, 0, 0, 0, 9, 1}, file);
        assertThatThrownBy(() -> EncoderFile.load(file))
                .hasMessageContaining("says 2 heads of 9 features and has 1 bytes");
        new SealedFile("TKENCHED", 2, "head").save(new byte[8], file);
        assertThatThrownBy(() -> EncoderFile.load(file)).hasMessageContaining("says 0 heads");
        new SealedFile("TKENCHED", 1, "head").save(new byte[8], file);
        assertThatThrownBy(() -> EncoderFile.load(file)).hasMessageContaining("format 1");
        new SealedFile("TKENCHED", 2, "head").save(new byte[2], file);
        assertThatThrownBy(() -> EncoderFile.load(file)).hasMessageContaining("train the detector again");
    }
}
