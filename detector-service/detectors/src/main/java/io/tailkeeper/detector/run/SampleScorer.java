package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.measures.LogitNoise;
import io.tailkeeper.detector.DetectorException;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.calibration.DetectorVersion;
import io.tailkeeper.detector.calibration.LinearClassifier;
import io.tailkeeper.detector.calibration.RandomLogits;
import io.tailkeeper.detector.calibration.TemperatureCalibration;
import io.tailkeeper.detector.features.CarefulEncoder;
import io.tailkeeper.detector.text.LengthWindow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Scores samples: the linear classifier of their generation on their text's features, its temperature on the logit.
 *
 * <p>Samples without a detector, those of one too weak to use, and texts too short to judge get the prior with logit 0,
 * without running the encoder. Safe for use by several threads.
 */
public final class SampleScorer {

    private final RunDetector detector;

    /** Scores as a detector. */
    public SampleScorer(RunDetector detector) {
        this.detector = detector;
    }

    /**
     * What became of the samples of a call, each by its place in it.
     *
     * @param scored those that have a score
     * @param refused those on which the model fails, with what it says
     * @param unjudged generations that the detector cannot judge at all, with the reason; their samples have no place above
     */
    public record Scores(
            Map<Integer, SampleScored> scored, Map<Integer, String> refused, Map<GenerationKey, String> unjudged) {

        Scores() {
            this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        }
    }

    /**
     * Scores samples of any generations.
     *
     * @param detectors the calibrated detector of a generation; none where the prior answers
     * @throws RuntimeException when the model is broken, whatever the text; another attempt may help
     */
    public Scores score(
            List<SampleCollected> samples, Function<GenerationKey, Optional<DetectorCalibrated>> detectors) {
        Scores scores = new Scores();
        Map<GenerationKey, List<Integer>> generations = new LinkedHashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            generations
                    .computeIfAbsent(samples.get(i).generationKey(), _ -> new ArrayList<>())
                    .add(i);
        }
        generations.forEach((generation, indexes) -> {
            Optional<DetectorCalibrated> calibrated = detectors.apply(generation);
            if (calibrated.filter(DetectorCalibrated::usable).isPresent()) {
                judge(calibrated.get(), samples, indexes, scores);
            } else {
                String version =
                        calibrated.map(DetectorCalibrated::detectorVersion).orElse(DetectorVersion.PRIOR);
                indexes.forEach(
                        i -> scores.scored().put(i, new SampleScored(samples.get(i), detector.id(), version, 0.5, 0)));
            }
        });
        return scores;
    }

    private void judge(
            DetectorCalibrated calibrated, List<SampleCollected> samples, List<Integer> indexes, Scores scores) {
        String version = calibrated.detectorVersion();
        List<Integer> judged = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i : indexes) {
            LengthWindow.Window window = detector.window().of(samples.get(i).text());
            if (window.tooShort()) {
                double prior = detector.window().prior();
                scores.scored().put(i, new SampleScored(samples.get(i), detector.id(), version, prior, 0, true));
            } else {
                judged.add(i);
                texts.add(window.text());
            }
        }
        try {
            Encoder encoder = detector.encoders().of(calibrated.generationKey());
            List<CarefulEncoder.Encoded> encoded = new CarefulEncoder(encoder).encode(texts);
            for (int i = 0; i < encoded.size(); i++) {
                score(calibrated, samples.get(judged.get(i)), encoded.get(i), judged.get(i), scores);
            }
        } catch (DetectorException e) {
            scores.unjudged().put(calibrated.generationKey(), e.getMessage());
        }
    }

    private void score(
            DetectorCalibrated calibrated,
            SampleCollected sample,
            CarefulEncoder.Encoded text,
            int place,
            Scores scores) {
        float[] features = text.features();
        if (features == null) {
            scores.refused().put(place, text.failure());
            return;
        }
        LogitNoise noise = calibrated.noise();
        double logit = new LinearClassifier(calibrated.head(), calibrated.intercept()).logit(features)
                + (noise == null ? 0 : RandomLogits.of(noise, Seeds.nameWithoutRun(sample.sampleId(), sample.runId())));
        if (!Double.isFinite(logit)) {
            scores.refused().put(place, "the logit is no finite number");
            return;
        }
        double probability = TemperatureCalibration.probability(logit, calibrated.temperature());
        scores.scored()
                .put(place, new SampleScored(sample, detector.id(), calibrated.detectorVersion(), probability, logit));
    }
}
