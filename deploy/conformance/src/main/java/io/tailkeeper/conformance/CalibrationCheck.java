package io.tailkeeper.conformance;

import io.tailkeeper.conformance.verdict.Check;
import io.tailkeeper.conformance.verdict.CheckResult;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Judges what a detector says of itself once a calibration part is complete. */
final class CalibrationCheck {

    private static final String MEND = "publish DetectorCalibrated for every generation whose calibration part is"
            + " complete, with head [] and temperature 1 if nothing is fitted; a run that selects with the detector is"
            + " never measured, and so never ends, without it";

    private final Trial trial;

    CalibrationCheck(Trial trial) {
        this.trial = trial;
    }

    CheckResult judge(String run) {
        String key = run + ":1:" + trial.settings().detectorId();
        trial.watch().await(() -> !find(key).isEmpty());
        List<ConsumerRecord<byte[], byte[]>> found = find(key);
        if (found.isEmpty()) {
            return Check.CALIBRATION.failed(
                    "no record with key \"" + key + "\" on " + Topics.DETECTORS_CALIBRATED.name() + others(), MEND);
        }
        ConsumerRecord<byte[], byte[]> message = found.getFirst();
        try {
            DetectorCalibrated calibrated = ContractJson.read(Topics.DETECTORS_CALIBRATED, message.value());
            Optional<String> fault = calibrated.key().equals(key)
                    ? AnswerChecks.fault(message, Topics.DETECTORS_CALIBRATED.eventType())
                    : Optional.of("the body speaks of " + calibrated.key());
            return fault.map(text -> Check.CALIBRATION.failed(
                            text + "; at " + Place.of(message) + " (" + Place.key(message) + ")",
                            "let key, body and the six CloudEvents headers say the same"))
                    .orElseGet(() -> Check.CALIBRATION.passed(String.format(
                            Locale.ROOT,
                            "%s, AUROC %.3f by its own account on %d labelled samples",
                            calibrated.usable() ? "usable" : "not usable",
                            calibrated.quality().auroc(),
                            calibrated.quality().samples())));
        } catch (RejectedMessageException e) {
            return Check.CALIBRATION.failed(
                    e.getMessage() + "; at " + Place.of(message),
                    "write what contracts/src/main/resources/schemas/detector-calibrated.v1.json says");
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> find(String key) {
        return trial.watch().calibrations().stream()
                .filter(message -> message.value() != null
                        && message.key() != null
                        && new String(message.key(), StandardCharsets.UTF_8).equals(key))
                .toList();
    }

    private String others() {
        List<String> keys = trial.watch().calibrations().stream()
                .map(Place::key)
                .distinct()
                .limit(3)
                .toList();
        return keys.isEmpty() ? "" : "; there are records with " + String.join(", ", keys);
    }
}
