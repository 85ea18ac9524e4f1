package io.tailkeeper.detector.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.specification.DetectorSpecification;
import io.tailkeeper.contracts.specification.DetectorTrial;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.detector.DetectorException;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.FragileEncoder;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.text.LengthWindow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CalibrationsTest {

    private static final GenerationKey GENERATION = new GenerationKey("run", 1);
    private static final int TOTAL = 40;
    private static final long ROOMY = 1 << 20;

    private final KnownRuns known = new KnownRuns();
    private final List<DetectorCalibrated> calibrated = new ArrayList<>();
    private final List<GenerationKey> forgotten = new ArrayList<>();
    private final List<RunFinished> ended = new ArrayList<>();
    private final List<String> givenUp = new ArrayList<>();
    private final FragileEncoder encoder = new FragileEncoder();

    @BeforeEach
    void requestTheRun() {
        known.note(Specifications.run("run", null));
    }

    private static RunDetector detector(String id, Encoder encoder) {
        return detector(id, GenerationEncoders.always(encoder, () -> {}));
    }

    private static RunDetector detector(String id, GenerationEncoders encoders) {
        return new RunDetector(id, encoders, LengthWindow.DEFAULT);
    }

    private Calibrations calibrations(long mostBytes, RunDetector... detectors) {
        RunEnding ending = new RunEnding(known, Clock.systemUTC(), new RunEnding.Announcements() {
            @Override
            public void ended(RunFinished run) {
                ended.add(run);
            }

            @Override
            public void givenUp(GenerationKey generation, String detectorId, String reason) {
                givenUp.add(detectorId + " " + generation + ": " + reason);
            }
        });
        Calibrations.Announcements announcements = new Calibrations.Announcements() {
            @Override
            public void calibrated(DetectorCalibrated detector) {
                calibrated.add(detector);
            }

            @Override
            public void forgotten(GenerationKey generation) {
                forgotten.add(generation);
            }
        };
        return new Calibrations(List.of(detectors), known, ending, announcements, mostBytes);
    }

    /** Notes what becomes of it. */
    private static final class Handed implements Delivery {

        private final CalibrationSample sample;
        private final long offset;
        private String refused;
        private boolean done;
        private boolean again;

        Handed(CalibrationSample sample, long offset) {
            this.sample = sample;
            this.offset = offset;
        }

        @Override
        public CalibrationSample sample() {
            return sample;
        }

        @Override
        public int partition() {
            return 0;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public long bytes() {
            return 100;
        }

        @Override
        public void refuse(RejectedMessageException reason) {
            refused = reason.getMessage();
        }

        @Override
        public void done() {
            done = true;
        }

        @Override
        public void again() {
            again = true;
        }
    }

    private static List<Handed> part(GenerationKey generation, long offset, String... texts) {
        return part(generation, null, offset, texts);
    }

    private static List<Handed> part(GenerationKey generation, DetectorTrial trial, long offset, String... texts) {
        return IntStream.range(0, TOTAL)
                .mapToObj(i -> {
                    boolean machine = i >= TOTAL / 2;
                    String text = i < texts.length ? texts[i] : machine == (i % 8 != 0) ? "the robot" : "the human";
                    return new Handed(
                            new CalibrationSample(
                                    generation.runId(),
                                    generation.generation(),
                                    CalibrationSample.Part.CALIBRATION,
                                    i,
                                    TOTAL,
                                    "",
                                    text,
                                    machine,
                                    null,
                                    trial),
                            offset + i);
                })
                .toList();
    }

    private static void workAll(Calibrations calibrations) {
        for (int i = 0; calibrations.work(); i++) {
            assertThat(i).isLessThan(10_000);
        }
    }

    @Test
    void onlyTheFirstDeliveryOfAPartIsHeldUntilTheDetectorIsPublished() {
        Calibrations calibrations = calibrations(ROOMY, detector("encoder", encoder));
        List<Handed> part = part(GENERATION, 7);
        part.subList(0, TOTAL - 1).forEach(calibrations::take);
        workAll(calibrations);
        assertThat(part.getFirst().done).isFalse();
        assertThat(part.subList(1, TOTAL - 1)).isNotEmpty().allMatch(handed -> handed.done);
        assertThat(calibrated).isEmpty();
        calibrations.take(part.getLast());
        assertThat(calibrations.waitingBytes()).isEqualTo(100);
        workAll(calibrations);
        assertThat(calibrated).extracting(DetectorCalibrated::key).containsExactly("run:1:encoder");
        assertThat(part.getFirst().done).isTrue();
        assertThat(known.isSettled(GENERATION, "encoder")).isTrue();
        assertThat(calibrations.waitingBytes()).isZero();
    }

    @Test
    void whatIsDeliveredAgainIsHeldAgainAndChangesNothing() {
        Calibrations calibrations = calibrations(ROOMY, detector("encoder", encoder));
        List<Handed> part = part(GENERATION, 7);
        part.subList(0, 10).forEach(calibrations::take);
        List<Handed> again = part(GENERATION, 7);
        again.subList(0, 10).forEach(calibrations::take);
        workAll(calibrations);
        assertThat(encoder.encoded()).isEqualTo(10);
        assertThat(again.getFirst().done).isFalse();
        again.subList(10, TOTAL).forEach(calibrations::take);
        workAll(calibrations);
        assertThat(again.getFirst().done).isTrue();
        assertThat(calibrated).hasSize(1);
    }

    @Test
    void theDecidingDetectorIsFittedBeforeItsShadows() {
        Calibrations calibrations =
                calibrations(ROOMY, detector("shadow", new FakeEncoder()), detector("encoder", encoder));
        part(GENERATION, 0).forEach(calibrations::take);
        workAll(calibrations);
        assertThat(calibrated).extracting(DetectorCalibrated::detectorId).containsExactly("encoder", "shadow");
    }

    @Test
    void aPartThatTheFirstGenerationsDetectorJudgesWaitsForIt() {
        Calibrations calibrations =
                calibrations(ROOMY, detector("encoder", encoder), detector("shadow", new FakeEncoder()));
        DetectorTrial asked = new DetectorTrial(
                "encoder", new DetectorSpecification(DetectorSpecification.Calibration.FIRST_GENERATION, null), 42);
        GenerationKey second = new GenerationKey("run", 2);
        part(second, asked, 100).forEach(calibrations::take);
        workAll(calibrations);
        assertThat(calibrated)
                .extracting(DetectorCalibrated::key)
                .as("of another detector nothing is asked")
                .containsExactly("run:2:shadow");

        part(GENERATION, asked, 0, "the robot", "the robot").forEach(calibrations::take);
        workAll(calibrations);

        assertThat(calibrated.subList(1, 4))
                .extracting(DetectorCalibrated::key)
                .containsExactlyInAnyOrder("run:1:encoder", "run:1:shadow", "run:2:encoder");
        DetectorCalibrated first = known.find(GENERATION, "encoder").orElseThrow();
        DetectorCalibrated later = known.find(second, "encoder").orElseThrow();
        assertThat(later.head()).isEqualTo(first.head());
        assertThat(later.temperature()).isEqualTo(first.temperature());
        assertThat(later.quality()).isNotEqualTo(first.quality());
    }

    @Test
    void aTextOnWhichTheModelFailsIsRefusedAndThePartFittedWithoutItAndItsTwin() {
        Calibrations calibrations = calibrations(ROOMY, detector("encoder", encoder));
        List<Handed> part = part(GENERATION, 0, "the human", "it throws", "not a number");
        part.forEach(calibrations::take);
        workAll(calibrations);
        assertThat(part.get(1).refused)
                .contains("the detector encoder fails on that of sample 1 of run:1", "cannot encode it throws");
        assertThat(part.get(2).refused).contains("no finite number");
        assertThat(part.stream().filter(handed -> handed.refused != null)).hasSize(2);
        assertThat(part.getFirst().done).isTrue();
        assertThat(calibrated.getFirst().quality().samples()).isEqualTo(TOTAL - 4);
        assertThat(ended).isEmpty();
    }

    @Test
    void aBrokenModelIsTriedAgainAndNothingIsLost() {
        Calibrations calibrations = calibrations(ROOMY, detector("encoder", encoder));
        encoder.failsOn("the ");
        List<Handed> part = part(GENERATION, 0);
        part.forEach(calibrations::take);
        assertThatThrownBy(calibrations::work).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(calibrations::work).isInstanceOf(IllegalStateException.class);
        encoder.heal();
        workAll(calibrations);
        assertThat(calibrated.getFirst().quality().samples()).isEqualTo(TOTAL);
        assertThat(part.stream().filter(handed -> handed.refused != null)).isEmpty();
    }

    @Test
    void contradictionsAreRefused() {
        Calibrations calibrations = calibrations(ROOMY, detector("encoder", encoder));
        part(GENERATION, 0).subList(0, 5).forEach(calibrations::take);
        Handed other = new Handed(
                new CalibrationSample("run", 1, CalibrationSample.Part.CALIBRATION, 7, 90, "", "text", false), 5);
        calibrations.take(other);
        assertThat(other.refused).contains("total: 90 contradicts the 40");
        assertThat(other.done).isTrue();
    }

    @Test
    void heldOutPartsAndSettledOnesAreDoneAtOnce() {
        Calibrations calibrations = calibrations(ROOMY, detector("encoder", encoder));
        Handed heldOut =
                new Handed(new CalibrationSample("run", 0, CalibrationSample.Part.TEST, 0, 9, "", "text", false), 0);
        calibrations.take(heldOut);
        assertThat(heldOut.done).isTrue();
        List<Handed> part = part(GENERATION, 1);
        part.subList(0, 5).forEach(calibrations::take);
        known.note(new RunFinished(
                "run",
                RunFinished.Status.CANCELLED,
                "launcher",
                null,
                Clock.systemUTC().instant()));
        workAll(calibrations);
        assertThat(part.getFirst().done).as("the run is over").isTrue();
        calibrations.take(part.get(6));
        assertThat(part.get(6).done).isTrue();
        assertThat(encoder.encoded()).isZero();
    }

    @Test
    void partsOfRunsThatNobodyRequestedAreBoundedAndTheNewestStayOpen() {
        Calibrations calibrations = calibrations(ROOMY, detector("encoder", encoder));
        List<Handed> own = part(GENERATION, 0);
        calibrations.take(own.getFirst());
        List<Handed> first = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Handed handed = part(new GenerationKey("unknown-" + i, 1), 1 + i).getFirst();
            calibrations.take(handed);
            first.add(handed);
        }
        assertThat(forgotten).hasSize(1_000 - OpenParts.MAX_UNREQUESTED);
        assertThat(first.getFirst().done).isTrue();
        assertThat(first.getLast().done).isFalse();
        assertThat(own.getFirst().done).isFalse();
    }

    @Test
    void aPartThatFindsNoRoomIsDeliveredAgainWhenThereIsSome() {
        GenerationKey other = new GenerationKey("other", 1);
        known.note(Specifications.run("other", null));
        Calibrations calibrations = calibrations(900, detector("encoder", encoder)); // a part: 480 and its index
        List<Handed> one = part(GENERATION, 0);
        one.subList(0, TOTAL - 1).forEach(handed -> takeAndWork(calibrations, handed));
        List<Handed> two = part(other, 100);
        two.subList(0, TOTAL - 1).forEach(handed -> takeAndWork(calibrations, handed));
        takeAndWork(calibrations, one.getLast());
        assertThat(calibrated).as("its features made room for the other's").isEmpty();
        assertThat(one.getFirst().again).isFalse();
        assertThat(one.getFirst().done).isFalse();

        takeAndWork(calibrations, two.getLast());

        assertThat(calibrated).extracting(DetectorCalibrated::runId).containsExactly("other");
        assertThat(one.getFirst().again).as("there is room now").isTrue();
        part(GENERATION, 0).forEach(handed -> takeAndWork(calibrations, handed));
        assertThat(calibrated).extracting(DetectorCalibrated::runId).containsExactly("other", "run");
        assertThat(calibrated.get(1).head()).isEqualTo(calibrated.get(0).head());
    }

    private static void takeAndWork(Calibrations calibrations, Handed handed) {
        calibrations.take(handed);
        workAll(calibrations);
    }

    @Test
    void aDetectorWhoseCheckpointIsNotKnownYetWaitsAndHoldsUpNoOther() {
        AtomicBoolean known = new AtomicBoolean();
        GenerationEncoders later = new GenerationEncoders() {
            @Override
            public int dimension() {
                return encoder.dimension();
            }

            @Override
            public Encoder of(GenerationKey generation) {
                return encoder;
            }

            @Override
            public boolean isReady(GenerationKey generation) {
                return known.get();
            }

            @Override
            public void close() {
                known.set(false);
            }
        };
        Calibrations calibrations =
                calibrations(ROOMY, detector("encoder", later), detector("shadow", new FakeEncoder()));
        part(GENERATION, 0).forEach(calibrations::take);
        workAll(calibrations);
        assertThat(calibrated).extracting(DetectorCalibrated::detectorId).containsExactly("shadow");
        assertThat(calibrations.waitingBytes()).as("what cannot be encoded yet").isZero();
        known.set(true);
        workAll(calibrations);
        assertThat(calibrated).extracting(DetectorCalibrated::detectorId).containsExactly("shadow", "encoder");
    }

    @Test
    void aDetectorThatCannotJudgeEndsTheRunThatItDecidesAndGivesUpAnother() {
        Encoder damaged = new FragileEncoder() {
            @Override
            public List<float[]> encode(List<String> texts) {
                throw new DetectorException("its checkpoint is damaged; train the run again");
            }
        };
        Calibrations calibrations = calibrations(ROOMY, detector("shadow", damaged));
        part(GENERATION, 0).forEach(calibrations::take);
        workAll(calibrations);
        assertThat(givenUp)
                .containsExactly("shadow run:1: the detector shadow cannot judge run:1: its checkpoint is damaged;"
                        + " train the run again");
        assertThat(ended).isEmpty();
        assertThat(known.decide(GENERATION, "shadow").verdict()).isEqualTo(KnownRuns.Verdict.DROP);
        Calibrations deciding = calibrations(ROOMY, detector("encoder", damaged));
        List<Handed> part = part(GENERATION, 0);
        part.forEach(deciding::take);
        workAll(deciding);
        assertThat(ended)
                .extracting(RunFinished::reason)
                .containsExactly(
                        "the detector encoder cannot judge run:1: its checkpoint is damaged; train the run" + " again");
        assertThat(part.getFirst().done).isTrue();
    }
}
