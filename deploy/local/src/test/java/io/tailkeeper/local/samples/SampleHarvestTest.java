package io.tailkeeper.local.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.testing.Specifications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleHarvestTest {

    private static final RunRequested RUN = Specifications.run("tiny-1-baseline", "tiny-1-base");
    private static final GenerationKey FIRST = new GenerationKey(RUN.runId(), 1);

    /** Documents of human text in a pool of {@link #RUN}; the model's have the indices behind them. */
    private static final int HUMAN = 32;

    @TempDir
    Path folder;

    private SampleHarvest harvest(int most) throws IOException {
        return new SampleHarvest(
                List.of(RUN), new SampleLimit(most), new SampleSpool(folder.resolve("samples/unsorted.tmp")));
    }

    private static SampleScored scored(String runId, int generation, int index, String detector) {
        GenerationKey key = new GenerationKey(runId, generation);
        Provenance provenance = index < HUMAN ? Provenance.HUMAN : Provenance.synthetic(generation - 1);
        SampleCollected sample = new SampleCollected(
                SampleCollected.id(key, index), runId, generation, "prompt " + index, "text " + index, provenance);
        return new SampleScored(sample, detector, "v", index / 100.0, 0);
    }

    private static WeightedBatch batch(int sequence, int... indices) {
        List<WeightedSample> samples = IntStream.of(indices)
                .mapToObj(index -> new WeightedSample(
                        SampleCollected.id(FIRST, index), "p", "t", 0.5, 1, Provenance.Source.UNKNOWN))
                .toList();
        return new WeightedBatch(RUN.runId(), 1, sequence, 4, samples);
    }

    private static CalibrationSample calibration(int generation, int index, String text) {
        return new CalibrationSample(
                RUN.runId(),
                generation,
                CalibrationSample.Part.CALIBRATION,
                index,
                64,
                "prompt " + index % 32,
                text,
                index >= 32);
    }

    private List<SampleLine> lines(GenerationKey generation) throws IOException {
        List<SampleLine> lines = new ArrayList<>();
        for (String line : Files.readAllLines(SampleFiles.file(folder, generation))) {
            lines.add(SampleLine.read(line));
        }
        return lines;
    }

    @Test
    void theFirstOfEachKindAreWrittenByIndexWithWhatBecameOfThem() throws IOException {
        try (SampleHarvest harvest = harvest(2)) {
            for (int index : new int[] {34, 33, 1, 0, 2, 32, 33}) { // as they come, one of them twice
                harvest.scored(scored(RUN.runId(), 1, index, "encoder"));
            }
            harvest.learned(batch(0, 32, 0, 32));
            harvest.learned(batch(1, 32, 5, 34));
            harvest.learned(batch(0, 32, 0, 32)); // delivered again
            assertThat(harvest.write(folder)).isEqualTo(1);
        }

        assertThat(lines(FIRST))
                .containsExactly(
                        pooled(0, Provenance.Source.HUMAN, null, 1, 0.5),
                        pooled(1, Provenance.Source.HUMAN, null, 0, null),
                        pooled(32, Provenance.Source.SYNTHETIC, 0, 3, 0.5),
                        pooled(33, Provenance.Source.SYNTHETIC, 0, 0, null));
        assertThat(folder.resolve("samples/unsorted.tmp")).doesNotExist();
    }

    @Test
    void anOverlapIsKeptWithItsText() throws IOException {
        SampleScored found = scored(RUN.runId(), 1, 32, "encoder");
        try (SampleHarvest harvest = harvest(2)) {
            harvest.scored(Specifications.with(
                    found, "sample", Specifications.with(found.sample(), "referenceOverlap", 0.375)));
            harvest.learned(batch(0, 32));
            harvest.write(folder);
        }

        assertThat(lines(FIRST))
                .containsExactly(new SampleLine.Pooled(
                        SampleCollected.id(FIRST, 32),
                        Provenance.Source.SYNTHETIC,
                        0,
                        "prompt 32",
                        "text 32",
                        "encoder",
                        0.32,
                        1,
                        0.5,
                        null,
                        0.375));
    }

    private static SampleLine pooled(
            int index, Provenance.Source source, Integer writtenBy, int learned, Double weight) {
        return new SampleLine.Pooled(
                SampleCollected.id(FIRST, index),
                source,
                writtenBy,
                "prompt " + index,
                "text " + index,
                "encoder",
                index / 100.0,
                learned,
                weight,
                null,
                null);
    }

    @Test
    void shadowsOtherRunsAndGenerationZeroAreLeftOut() throws IOException {
        try (SampleHarvest harvest = harvest(9)) {
            harvest.scored(scored(RUN.runId(), 1, 40, "likelihood"));
            harvest.scored(scored("other-run", 1, 40, "encoder"));
            harvest.scored(scored(RUN.runId(), 0, 4, "encoder"));
            harvest.learned(new WeightedBatch("other-run", 1, 0, 1, batch(0, 1).samples()));
            assertThat(harvest.write(folder)).isZero();
        }
    }

    @Test
    void textOfACalibrationSetStandsBesideItsHumanContinuationUnderItsWriter() throws IOException {
        try (SampleHarvest harvest = harvest(2)) {
            harvest.calibration(calibration(3, 33, "model one"));
            harvest.calibration(calibration(3, 1, "human one"));
            harvest.calibration(calibration(3, 0, "human nought"));
            harvest.calibration(calibration(3, 32, "model nought"));
            harvest.calibration(calibration(3, 2, "human two")); // beyond the limit
            harvest.calibration(calibration(3, 34, "model two"));
            harvest.calibration(
                    new CalibrationSample(RUN.runId(), 0, CalibrationSample.Part.TEST, 0, 4, "p", "held out", false));
            assertThat(harvest.write(folder)).isEqualTo(1);
        }

        assertThat(lines(new GenerationKey(RUN.runId(), 2)))
                .containsExactly(
                        new SampleLine.Pair(0, "prompt 0", "human nought", "model nought"),
                        new SampleLine.Pair(1, "prompt 1", "human one", "model one"));
    }

    @Test
    void aTextWithoutItsCounterpartIsNoPair() throws IOException {
        try (SampleHarvest harvest = harvest(5)) {
            harvest.calibration(calibration(1, 3, "alone"));
            harvest.write(folder);
        }
        assertThat(lines(new GenerationKey(RUN.runId(), 0))).isEmpty();
    }

    @Test
    void samplesOfOtherProgramsComeLastAndNoMoreOfThem() throws IOException {
        try (SampleHarvest harvest = harvest(2)) {
            for (String id : List.of("z", "crawl:7", "a")) {
                harvest.scored(new SampleScored(
                        new SampleCollected(
                                id, RUN.runId(), 1, "", "text " + id, new Provenance(Provenance.Source.UNKNOWN, null)),
                        "encoder",
                        "v",
                        0.5,
                        0));
            }
            harvest.scored(scored(RUN.runId(), 1, 32, "encoder"));
            harvest.learned(new WeightedBatch(
                    RUN.runId(),
                    1,
                    0,
                    1,
                    List.of(new WeightedSample("crawl:7", "", "t", 1, 0, Provenance.Source.UNKNOWN))));
            harvest.write(folder);
        }

        assertThat(lines(FIRST))
                .extracting(line -> ((SampleLine.Pooled) line).sampleId(), line -> ((SampleLine.Pooled) line).learned())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(FIRST + ":32", 0),
                        org.assertj.core.groups.Tuple.tuple("crawl:7", 1),
                        org.assertj.core.groups.Tuple.tuple("z", 0));
    }

    @Test
    void writingAgainReplacesTheFileInsteadOfDoublingItsLines() throws IOException {
        for (int time = 0; time < 2; time++) {
            try (SampleHarvest harvest = harvest(4)) {
                harvest.scored(scored(RUN.runId(), 1, 32, "encoder"));
                harvest.write(folder);
            }
        }
        assertThat(lines(FIRST)).hasSize(1);
    }

    @Test
    void limitsAreNumbersOrAll() {
        assertThat(SampleLimit.parse("0").most()).isZero();
        assertThat(SampleLimit.parse("all").most()).isEqualTo(Integer.MAX_VALUE);
        for (String refused : List.of("-1", "x", "", "1.5", "99999999999")) {
            assertThatThrownBy(() -> SampleLimit.parse(refused))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("--samples " + refused + " is neither a whole number");
        }
    }
}
