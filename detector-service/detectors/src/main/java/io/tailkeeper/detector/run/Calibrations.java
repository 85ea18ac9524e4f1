package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.detector.DetectorException;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.LabelledFeatures;
import io.tailkeeper.detector.calibration.DetectorCalibration;
import io.tailkeeper.detector.features.CarefulEncoder;
import io.tailkeeper.detector.mauve.TextEmbeddings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Collects calibration parts for the detectors of an instance, and fits each as soon as its part is whole; a run's deciding
 * detector before its shadows. Not safe for use by several threads.
 */
public final class Calibrations {

    private static final int CHUNK = 256;

    private final KnownRuns known;
    private final RunEnding ending;
    private final Announcements announcements;
    private final OpenParts parts;

    /** Where it is told what becomes of parts. */
    public interface Announcements {

        /** Publishes a detector; returns when it is on its topic. */
        void calibrated(DetectorCalibrated detector);

        /** An incomplete part of a run that nobody requested made room for newer ones. */
        void forgotten(GenerationKey generation);
    }

    /**
     * With nothing collected.
     *
     * @param mostBytes of features and waiting texts, beyond which parts are set aside; one part is held in any case
     */
    public Calibrations(
            List<RunDetector> detectors,
            KnownRuns known,
            RunEnding ending,
            Announcements announcements,
            long mostBytes) {
        this.known = known;
        this.ending = ending;
        this.announcements = announcements;
        parts = new OpenParts(detectors, known, announcements::forgotten, mostBytes);
    }

    /** Takes in a delivery; it is done when its part is, or at once where no detector needs it. */
    public void take(Delivery delivery) {
        try {
            parts.take(delivery);
        } catch (RejectedMessageException e) {
            delivery.refuse(e);
            delivery.done();
        }
    }

    /**
     * Encodes some samples, or fits a detector.
     *
     * @return false when there is nothing to do
     * @throws RuntimeException when a model is broken, whatever the text; another attempt may help
     */
    public boolean work() {
        ending.endUndecidable();
        Optional<PartOfDetector> next = parts.withWork()
                .min(Comparator.comparing(part -> known.isShadow(
                        part.generation().runId(), part.detector().id())));
        next.ifPresent(this::work);
        return next.isPresent();
    }

    private void work(PartOfDetector part) {
        String id = part.detector().id();
        try {
            Encoder encoder = part.detector().encoders().of(part.generation());
            List<Delivery> samples = part.next(CHUNK);
            if (samples.isEmpty()) {
                DetectorCalibrated calibrated = fit(part, encoder);
                announcements.calibrated(calibrated);
                known.note(calibrated);
            } else {
                encode(part, encoder, samples);
            }
        } catch (DetectorException e) {
            String reason = "the detector " + id + " cannot judge " + part.generation() + ": " + e.getMessage();
            ending.cannotJudge(part.generation(), id, reason);
        }
    }

    private DetectorCalibrated fit(PartOfDetector part, Encoder encoder) {
        List<LabelledFeatures> texts = part.part().texts();
        try {
            return new DetectorCalibration(part.detector().id())
                    .fit(part.generation(), encoder, texts, part.trial(known))
                    .with(TextEmbeddings.mauve(texts, encoder.embeddingWidth()).orElse(null));
        } catch (RuntimeException e) {
            throw new DetectorException(
                    "no classifier can be fitted to its calibration part: " + CarefulEncoder.brief(e));
        }
    }

    private static void encode(PartOfDetector part, Encoder encoder, List<Delivery> samples) {
        List<CarefulEncoder.Encoded> encoded = new CarefulEncoder(encoder)
                .encode(samples.stream()
                        .map(sample -> part.detector()
                                .window()
                                .of(sample.sample().text())
                                .text())
                        .toList());
        for (int i = 0; i < samples.size(); i++) {
            CalibrationSample sample = samples.get(i).sample();
            float[] features = encoded.get(i).features();
            if (features != null) {
                part.part().add(sample, features);
            } else {
                samples.get(i)
                        .refuse(new RejectedMessageException(
                                "text: the detector " + part.detector().id() + " fails on that of sample "
                                        + sample.index() + " of " + part.generation() + ": "
                                        + encoded.get(i).failure()));
                part.part().refuse(sample);
            }
            part.doneWithFirst();
        }
    }

    /** What the samples hold in memory that are to be encoded next. */
    public long waitingBytes() {
        return parts.withWork().mapToLong(PartOfDetector::waitingBytes).sum();
    }
}
