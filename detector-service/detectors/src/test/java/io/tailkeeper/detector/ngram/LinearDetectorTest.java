package io.tailkeeper.detector.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.calibration.PlattCalibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearDetectorTest {

    private static final String[] SHARED = "the a of river stone light walked under green door".split(" ", -1);

    @TempDir
    private Path folder;

    /** Both classes draw from the same words; every eighth word of a machine-written text is "moreover". */
    private static List<LabelledText> texts(int count, long seed) {
        Random random = new Random(seed);
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean machine = i % 2 == 1;
            String text = String.join(
                    " ",
                    IntStream.range(0, 40)
                            .mapToObj(w -> machine && random.nextInt(8) == 0
                                    ? "moreover"
                                    : SHARED[random.nextInt(SHARED.length)])
                            .toList());
            texts.add(new LabelledText(text, machine, "drawn", Integer.toString(i)));
        }
        return texts;
    }

    private static double accuracy(LinearDetector detector, List<LabelledText> texts) {
        return texts.stream()
                        .filter(text -> detector.logit(text.text()) > 0 == text.machineWritten())
                        .count()
                / (double) texts.size();
    }

    private static LinearDetector trained() {
        return LinearTraining.seeded(5).fit(texts(400, 1), detector -> accuracy(detector, texts(100, 2)));
    }

    @Test
    void learnsTheWordThatTells() {
        LinearDetector detector = trained();
        assertThat(accuracy(detector, texts(400, 3))).isGreaterThan(0.97);
        assertThat(detector.logit("the river moreover of stone"))
                .isGreaterThan(detector.logit("the river light of stone"));
    }

    @Test
    void equalTextsAndSeedsGiveEqualWeights() {
        LinearDetector first = trained();
        LinearDetector second = trained();
        assertThat(IntStream.range(0, HashedNgrams.BUCKETS).allMatch(b -> first.weight(b) == second.weight(b)))
                .isTrue();
        assertThat(LinearTraining.seeded(6).fit(texts(400, 1), detector -> 0).logit("the river moreover"))
                .isNotEqualTo(LinearTraining.seeded(7)
                        .fit(texts(400, 1), detector -> 0)
                        .logit("the river moreover"));
    }

    @Test
    void keepsTheBestPass() {
        double[] qualities = {1, 3, 2, 9};
        List<LinearDetector> seen = new ArrayList<>();
        LinearDetector best = LinearTraining.seeded(1).fit(texts(20, 1), detector -> {
            seen.add(detector);
            return qualities[seen.size() - 1];
        });
        assertThat(seen).hasSize(3);
        assertThat(best).isSameAs(seen.get(1));
    }

    @Test
    void severalThreadsGetTheLogitsOfOne() {
        LinearDetector detector = trained();
        List<LabelledText> texts = texts(2_000, 4);
        double[] alone =
                texts.stream().mapToDouble(text -> detector.logit(text.text())).toArray();
        double[] together = texts.parallelStream()
                .mapToDouble(text -> detector.logit(text.text()))
                .toArray();
        assertThat(together).isEqualTo(alone);
    }

    @Test
    void survivesItsFile() throws IOException {
        LinearDetector detector = trained();
        Path file = folder.resolve("linear.bin");
        LinearFile.save(detector, file);
        int words = detector.frequent().words().stream()
                .mapToInt(word -> word.length() + 1)
                .sum();
        assertThat(words).isPositive();
        assertThat(Files.size(file)).isEqualTo(8 + 4 + 12 + words + 4 * (1 + (1 << 18)) + 32);
        assertThat(LinearFile.load(file).frequent()).isEqualTo(detector.frequent());
        assertThat(LinearFile.load(file).logit("under the green door"))
                .isEqualTo(detector.logit("under the green door"));
    }

    @Test
    void expertsSideBySideAddTheirOddsAndSurviveTheirFile() throws IOException {
        BiFunction<List<LabelledText>, List<LabelledText>, LinearDetector> experts =
                LinearTraining.seeded(6).experts(texts(400, 1));
        LinearDetector first = experts.apply(texts(400, 1), texts(100, 2));
        LinearDetector second = experts.apply(texts(400, 9), texts(100, 2));
        LinearDetector third = experts.apply(texts(200, 10), texts(100, 2));
        LinearDetector foreign = LinearTraining.seeded(6).fit(texts(3, 1), _ -> 0);
        assertThatThrownBy(() -> LinearDetector.mixture(List.of(first, foreign)))
                .hasMessageContaining("leave different words readable");
        LinearDetector all = LinearDetector.mixture(List.of(LinearDetector.mixture(List.of(first, second)), third));
        String text = "the river moreover of stone";
        double odds = Math.exp(first.logit(text)) + Math.exp(second.logit(text)) + Math.exp(third.logit(text));
        assertThat(all.logit(text)).isCloseTo(Math.log(odds), within(1e-9));
        assertThat(all.expertLogits(text)).containsExactly(first.logit(text), second.logit(text), third.logit(text));
        Path file = folder.resolve("all.bin");
        LinearFile.save(all, file);
        assertThat(LinearFile.load(file).logit(text)).isEqualTo(all.logit(text));
        assertThat(LinearFile.load(file).experts()).hasSize(3);
    }

    @Test
    void anExpertIsCalibratedOnTheOthers() {
        List<LabelledText> others = texts(200, 2);
        LinearDetector expert = LinearTraining.seeded(6).experts(texts(400, 1)).apply(texts(400, 1), others);
        PlattCalibration again = PlattCalibration.fit(LabelledText.logits(expert, others), LabelledText.truth(others));
        assertThat(again.slope()).isCloseTo(1, within(0.01));
        assertThat(again.intercept()).isCloseTo(0, within(0.01));
    }

    @Test
    void damagedAndForeignFilesAreRefusedWithTheReason() throws IOException {
        Path file = folder.resolve("linear.bin");
        assertThatThrownBy(() -> LinearFile.load(file)).hasMessageContaining("does not exist");
        Files.writeString(file, "{\"not\": \"a detector, but a text of another kind\"}");
        assertThatThrownBy(() -> LinearFile.load(file)).hasMessageContaining("holds no linear detector");
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> LinearFile.load(file)).hasMessageContaining("holds no linear detector");
        LinearFile.save(trained(), file);
        byte[] good = Files.readAllBytes(file);
        byte[] bent = good.clone();
        bent[70_000] ^= 1;
        Files.write(file, bent);
        assertThatThrownBy(() -> LinearFile.load(file))
                .hasMessageContaining("checksum")
                .hasMessageContaining("detector train");
        Files.write(file, Arrays.copyOf(good, good.length - 1));
        assertThatThrownBy(() -> LinearFile.load(file)).hasMessageContaining("checksum");
        byte[] later = good.clone();
        later[11] = 4;
        Files.write(file, later);
        assertThatThrownBy(() -> LinearFile.load(file)).hasMessageContaining("format 4");
    }
}
