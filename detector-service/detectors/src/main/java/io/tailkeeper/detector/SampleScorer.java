package io.tailkeeper.detector;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scores samples: the head of their generation on their text's features, its temperature on the logit.
 *
 * <p>Samples without a detector, those of one too weak to use, and texts too short to judge get the prior with logit 0,
 * without running the encoder. Safe for use by several threads.
 */
public final class SampleScorer {

    private final RunDetector detector;
    private final DetectorBook book;

    /** Scores as a detector, with what the book knows of it. */
    public SampleScorer(RunDetector detector, DetectorBook book) {
        this.detector = detector;
        this.book = book;
    }

    /** The scored samples, in the order of the samples. */
    public List<SampleScored> score(List<SampleCollected> samples) {
        SampleScored[] scored = new SampleScored[samples.size()];
        Map<GenerationKey, List<Integer>> generations = new LinkedHashMap<>();
        for (int i = 0; i < scored.length; i++) {
            generations
                    .computeIfAbsent(samples.get(i).generationKey(), _ -> new ArrayList<>())
                    .add(i);
        }
        generations.forEach((generation, indexes) -> {
            Optional<DetectorCalibrated> calibrated = book.find(generation, detector.id());
            if (calibrated.filter(DetectorCalibrated::usable).isPresent()) {
                judge(calibrated.get(), samples, indexes, scored);
            } else {
                String version =
                        calibrated.map(DetectorCalibrated::detectorVersion).orElse(DetectorVersion.PRIOR);
                indexes.forEach(i -> scored[i] = new SampleScored(samples.get(i), detector.id(), version, 0.5, 0));
            }
        });
        return Arrays.asList(scored);
    }

    private void judge(
            DetectorCalibrated calibrated,
            List<SampleCollected> samples,
            List<Integer> indexes,
            SampleScored[] scored) {
        LinearHead head = new LinearHead(calibrated.head(), calibrated.intercept());
        String version = calibrated.detectorVersion();
        List<Integer> judged = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i : indexes) {
            LengthWindow.Window window = detector.window().of(samples.get(i).text());
            if (window.tooShort()) {
                double prior = detector.window().prior();
                scored[i] = new SampleScored(samples.get(i), detector.id(), version, prior, 0, true);
            } else {
                judged.add(i);
                texts.add(window.text());
            }
        }
        List<float[]> features =
                detector.encoders().of(calibrated.generationKey()).encode(texts);
        for (int i = 0; i < features.size(); i++) {
            double logit = head.logit(features.get(i));
            double probability = TemperatureCalibration.probability(logit, calibrated.temperature());
            SampleCollected sample = samples.get(judged.get(i));
            scored[judged.get(i)] = new SampleScored(sample, detector.id(), version, probability, logit);
        }
    }
}
