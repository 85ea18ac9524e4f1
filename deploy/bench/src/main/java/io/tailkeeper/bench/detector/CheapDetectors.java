package io.tailkeeper.bench.detector;

import io.tailkeeper.bench.figures.BenchPart;
import io.tailkeeper.bench.figures.Median;
import io.tailkeeper.bench.services.Paragraphs;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.calibration.CalibratedDetector;
import io.tailkeeper.detector.calibration.PlattCalibration;
import io.tailkeeper.detector.ngram.LinearDetector;
import io.tailkeeper.detector.ngram.LinearTraining;
import io.tailkeeper.detector.text.LengthWindow;
import io.tailkeeper.measures.entropy.EntropyRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** The linear screen and the entropy rate on one thread, by processor time, so that neighbours do not count. */
final class CheapDetectors {

    private static final double SCREEN_GOAL = 30_000;
    private static final double RATE_GOAL = 10;
    private static final int TRAINED_ON = 200;
    private static final int WORDS = 1_000;

    private final Paragraphs paragraphs;
    private final int documents;
    private final int windows;

    /**
     * A measure.
     *
     * @param documents of a window
     * @param windows of which the median counts, after as many that do not
     */
    CheapDetectors(Paragraphs paragraphs, int documents, int windows) {
        this.paragraphs = paragraphs;
        this.documents = documents;
        this.windows = windows;
    }

    /** Documents a second of one core, with normalisation, window and calibration, by one expert; beside it the time of two. */
    BenchPart linearScreen() {
        List<LabelledText> few = IntStream.range(0, TRAINED_ON)
                .mapToObj(i -> new LabelledText(paragraphs.document(i), i % 2 == 0, "bench", "" + i))
                .toList();
        LinearDetector one = LinearTraining.seeded(1).fit(few, _ -> 0);
        LinearDetector other = LinearTraining.seeded(2).fit(few, _ -> 0);
        double seconds = screenSeconds(one);
        double byTwo = screenSeconds(LinearDetector.mixture(List.of(one, other)));
        return BenchPart.atLeast(
                SCREEN_GOAL,
                documents / seconds,
                "documents/s of one core",
                Map.of(
                        "us a document",
                        1e6 * seconds / documents,
                        "us a document, two experts",
                        1e6 * byTwo / documents));
    }

    private double screenSeconds(LinearDetector detector) {
        CalibratedDetector screen = new CalibratedDetector(LengthWindow.DEFAULT, detector, PlattCalibration.NONE);
        List<String> texts = paragraphs.documents(0, documents);
        return median(() -> texts.stream()
                .mapToDouble(text -> screen.judge(text).syntheticProbability())
                .sum());
    }

    /** Milliseconds of one core for the entropy rate of texts of 1,000 words. */
    BenchPart entropyRate() {
        String[] words = String.join(" ", paragraphs.documents(0, documents)).split("\\s+");
        List<String> texts = new ArrayList<>();
        for (int from = 0; from + WORDS <= words.length; from += WORDS) {
            texts.add(String.join(" ", List.of(words).subList(from, from + WORDS)));
        }
        if (texts.isEmpty()) {
            throw new IllegalArgumentException(
                    "the documents have only " + words.length + " words; " + WORDS + " or more are needed");
        }
        double seconds = median(
                () -> texts.stream().mapToDouble(EntropyRate::ofCharacters).sum());
        return BenchPart.below(
                RATE_GOAL, 1e3 * seconds / texts.size(), "ms for 1,000 words", Map.of("texts", texts.size()));
    }

    private double median(DoubleSupplier work) {
        List<Double> seconds = new ArrayList<>();
        double kept = 0; // so that the work is not left out
        for (int window = 0; window < 2 * windows; window++) {
            double begin = OwnProcess.threadCpuSeconds();
            kept += work.getAsDouble();
            if (window >= windows) {
                seconds.add(OwnProcess.threadCpuSeconds() - begin);
            }
        }
        if (Double.isNaN(kept)) {
            throw new IllegalStateException("a detector answered with no number");
        }
        return Median.of(seconds);
    }
}
