package io.tailkeeper.detector;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Scores samples: the head of their generation on their text's features, its temperature on the logit.
 *
 * <p>Samples without a detector, and those of one too weak to use, get the prior: probability 0.5, logit 0, without
 * running the encoder. Safe for use by several threads.
 */
public final class SampleScorer {

    private final Encoder encoder;
    private final DetectorBook book;

    public SampleScorer(Encoder encoder, DetectorBook book) {
        this.encoder = encoder;
        this.book = book;
    }

    /** The scored samples, in the order of the samples. */
    public List<SampleScored> score(List<SampleCollected> samples) {
        List<Optional<DetectorCalibrated>> detectors = samples.stream()
                .map(sample -> book.find(sample.generationKey()))
                .toList();
        List<String> texts = IntStream.range(0, samples.size())
                .filter(i -> detectors.get(i).filter(DetectorCalibrated::usable).isPresent())
                .mapToObj(i -> samples.get(i).text())
                .toList();
        Iterator<float[]> features = encoder.encode(texts).iterator();
        return IntStream.range(0, samples.size())
                .mapToObj(i -> detectors
                        .get(i)
                        .filter(DetectorCalibrated::usable)
                        .map(detector -> scored(samples.get(i), detector, features.next()))
                        .orElseGet(() -> prior(samples.get(i), detectors.get(i))))
                .toList();
    }

    private static SampleScored scored(SampleCollected sample, DetectorCalibrated detector, float[] features) {
        double logit = new LinearHead(detector.head(), detector.intercept()).logit(features);
        double probability = TemperatureCalibration.probability(logit, detector.temperature());
        return new SampleScored(sample, detector.detectorId(), detector.detectorVersion(), probability, logit);
    }

    private static SampleScored prior(SampleCollected sample, Optional<DetectorCalibrated> unusable) {
        String version = unusable.map(DetectorCalibrated::detectorVersion).orElse(DetectorVersion.PRIOR);
        return new SampleScored(sample, DetectorCalibration.DETECTOR_ID, version, 0.5, 0);
    }
}
