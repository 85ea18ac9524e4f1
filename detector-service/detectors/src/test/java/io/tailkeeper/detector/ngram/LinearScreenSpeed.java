package io.tailkeeper.detector.ngram;

import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.calibration.CalibratedDetector;
import io.tailkeeper.detector.calibration.PlattCalibration;
import io.tailkeeper.detector.text.LengthWindow;
import io.tailkeeper.measures.entropy.EntropyRate;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Documents a second of CPU time of the linear screen on one thread, with normalisation and window, and milliseconds of the entropy rate
 * for 1,000 words; on the lines of a text file with at least 8 words.
 *
 * <p>{@code java -cp … io.tailkeeper.detector.ngram.LinearScreenSpeed wikitext-2/valid.txt}
 */
final class LinearScreenSpeed {

    private static final double NANOS = 1e9;

    private LinearScreenSpeed() {}

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    public static void main(String[] arguments) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(arguments[0])).stream()
                .filter(line -> line.split(" ", -1).length >= 8)
                .toList();
        long words = lines.stream()
                .mapToLong(line -> line.strip().split(" ", -1).length)
                .sum();
        System.out.printf("%,d documents, %,d words%n", lines.size(), words);
        measureLinear(lines);
        measureEntropyRate(lines, words);
    }

    private static void measureLinear(List<String> lines) {
        Random random = new Random(1);
        float[] weights = new float[HashedNgrams.BUCKETS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextFloat() - 0.5f;
        }
        DistortedNgrams distorted = new DistortedNgrams(FrequentWords.of(lines.stream()
                .map(line -> new LabelledText(line, false, "lines", line))
                .toList()));
        LinearDetector expert = new LinearDetector(weights, 0, distorted);
        for (int round = 0; round < 16; round++) {
            int experts = 1 + round % 2;
            CalibratedDetector detector = new CalibratedDetector(
                    LengthWindow.DEFAULT,
                    LinearDetector.mixture(Collections.nCopies(experts, expert)),
                    PlattCalibration.NONE);
            long begin = cpuNanos();
            double sum = 0;
            for (int again = 0; again < 10; again++) {
                for (String line : lines) {
                    sum += detector.judge(line).syntheticProbability();
                }
            }
            double seconds = (cpuNanos() - begin) / NANOS;
            System.out.printf(
                    "linear, %d experts: %,.0f documents/s (%.3f)%n", experts, 10 * lines.size() / seconds, sum);
        }
    }

    private static void measureEntropyRate(List<String> lines, long words) {
        for (int round = 0; round < 4; round++) {
            long begin = cpuNanos();
            double sum = 0;
            for (String line : lines) {
                sum += EntropyRate.ofCharacters(line);
            }
            double seconds = (cpuNanos() - begin) / NANOS;
            System.out.printf("entropy rate %.2f ms for 1,000 words (%.1f)%n", seconds * 1e6 / words, sum);
        }
    }
}
