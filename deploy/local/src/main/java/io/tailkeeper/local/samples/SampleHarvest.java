package io.tailkeeper.local.samples;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.local.samples.SampleSpool.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects the samples of some runs and writes a file for each generation. Texts lie on the disk meanwhile; a few hundred bytes of
 * each sample are in memory. Messages may come in any order and several times, except that a sample is scored before it is
 * learned. Used by one thread.
 */
final class SampleHarvest implements AutoCloseable {

    private static final class Entry {

        private final Place place;
        private int learned;
        private @Nullable Double weight;

        private Entry(Place place) {
            this.place = place;
        }
    }

    private static final class Pairs {

        private final Map<Integer, Place> human = new TreeMap<>();
        private final Map<Integer, Place> model = new TreeMap<>();
    }

    private final Map<String, RunRequested> runs = new HashMap<>();
    private final SampleLimit limit;
    private final SampleSpool spool;
    private final Map<GenerationKey, Map<SampleOrder, Entry>> pools = new TreeMap<>();
    private final Map<GenerationKey, Integer> foreign = new HashMap<>();
    private final Map<GenerationKey, Pairs> pairs = new TreeMap<>();
    private final Map<GenerationKey, BitSet> batches = new HashMap<>();

    SampleHarvest(List<RunRequested> runs, SampleLimit limit, SampleSpool spool) {
        runs.forEach(run -> this.runs.put(run.runId(), run));
        this.limit = limit;
        this.spool = spool;
    }

    /** A sample that the run's detector has judged; those of generation 0, which no model wrote, are left out. */
    void scored(SampleScored scored) throws IOException {
        SampleCollected sample = scored.sample();
        RunRequested run = runs.get(sample.runId());
        if (run == null
                || sample.generation() == 0
                || !scored.detectorId().equals(run.specification().selection().detectorId())) {
            return;
        }
        Map<SampleOrder, Entry> pool = pools.computeIfAbsent(sample.generationKey(), _ -> new TreeMap<>());
        SampleOrder order = order(run, sample.generationKey(), sample.sampleId());
        if (order.place() < limit.most() && !pool.containsKey(order) && roomFor(order, sample.generationKey())) {
            Provenance provenance = sample.provenance();
            pool.put(
                    order,
                    new Entry(spool.add(new SampleLine.Pooled(
                                    sample.sampleId(),
                                    provenance.source(),
                                    provenance.writtenBy(),
                                    sample.prompt(),
                                    sample.text(),
                                    scored.detectorId(),
                                    scored.syntheticProbability(),
                                    0,
                                    null,
                                    provenance.edits(),
                                    sample.referenceOverlap())
                            .json())));
        }
    }

    /** Samples of other programs have no index: the first so many that come are kept. */
    private boolean roomFor(SampleOrder order, GenerationKey generation) {
        return !order.foreign() || foreign.merge(generation, 1, Integer::sum) <= limit.most();
    }

    private static SampleOrder order(RunRequested run, GenerationKey generation, String sampleId) {
        int human = run.specification().data().humanDocuments(generation.generation());
        return SampleOrder.of(generation, sampleId, human);
    }

    /** A batch that was learned from. */
    void learned(WeightedBatch batch) {
        RunRequested run = runs.get(batch.runId());
        Map<SampleOrder, Entry> pool = pools.get(batch.generationKey());
        BitSet seen = batches.computeIfAbsent(batch.generationKey(), _ -> new BitSet());
        if (run == null || pool == null || seen.get(batch.sequence())) {
            return;
        }
        seen.set(batch.sequence());
        for (WeightedSample sample : batch.samples()) {
            Entry entry = pool.get(order(run, batch.generationKey(), sample.sampleId()));
            if (entry != null) {
                entry.learned++;
                entry.weight = sample.weight();
            }
        }
    }

    /** A text of a calibration set, which belongs to the generation whose model wrote its half. */
    void calibration(CalibrationSample sample) throws IOException {
        int half = sample.total() / 2;
        int index = sample.machineWritten() ? sample.index() - half : sample.index();
        if (!runs.containsKey(sample.runId())
                || sample.part() != CalibrationSample.Part.CALIBRATION
                || sample.generation() == 0
                || index >= limit.most()) {
            return;
        }
        Pairs of = pairs.computeIfAbsent(new GenerationKey(sample.runId(), sample.generation() - 1), _ -> new Pairs());
        Map<Integer, Place> side = sample.machineWritten() ? of.model : of.human;
        if (!side.containsKey(index)) {
            side.put(index, spool.add(new SampleLine.Pair(index, sample.prompt(), sample.text(), "").json()));
        }
    }

    /**
     * Writes a file for each generation of which there is anything, whole or not at all.
     *
     * @param folder the experiment's
     * @return how many files
     */
    int write(Path folder) throws IOException {
        Map<GenerationKey, Boolean> generations = new TreeMap<>();
        pools.keySet().forEach(key -> generations.put(key, true));
        pairs.keySet().forEach(key -> generations.put(key, true));
        for (GenerationKey key : generations.keySet()) {
            AtomicFile.write(SampleFiles.file(folder, key), channel -> write(key, channel));
        }
        return generations.size();
    }

    private void write(GenerationKey key, FileChannel channel) throws IOException {
        for (Entry entry : pools.getOrDefault(key, Map.of()).values()) {
            if (SampleLine.read(spool.read(entry.place)) instanceof SampleLine.Pooled line) {
                write(line.learned(entry.learned, entry.weight), channel);
            }
        }
        Pairs of = pairs.getOrDefault(key, new Pairs());
        for (Map.Entry<Integer, Place> human : of.human.entrySet()) {
            Optional<SampleLine> pair = pair(human.getValue(), of.model.get(human.getKey()));
            if (pair.isPresent()) {
                write(pair.get(), channel);
            }
        }
    }

    private Optional<SampleLine> pair(Place human, @Nullable Place model) throws IOException {
        if (model != null
                && SampleLine.read(spool.read(human)) instanceof SampleLine.Pair first
                && SampleLine.read(spool.read(model)) instanceof SampleLine.Pair second) {
            return Optional.of(new SampleLine.Pair(first.index(), first.prompt(), first.human(), second.human()));
        }
        return Optional.empty();
    }

    private static void write(SampleLine line, FileChannel channel) throws IOException {
        for (byte[] part : List.of(line.json(), new byte[] {'\n'})) {
            ByteBuffer bytes = ByteBuffer.wrap(part);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
