package io.tailkeeper.local.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a generation, as they lie in the folder of an experiment.
 *
 * @param generation whose samples they are
 * @param file where they lie
 */
public record StoredSamples(GenerationKey generation, Path file) {

    /**
     * Which of them are shown.
     *
     * @param sideBySide text beside its human continuation, instead of the pool
     * @param human human text of the pool, instead of the model's
     * @param kept only what was learned
     * @param dropped only what was not
     * @param limit at most so many
     */
    public record Wanted(boolean sideBySide, boolean human, boolean kept, boolean dropped, int limit) {

        private boolean holds(SampleLine.Pooled sample) {
            return human == (sample.source() == Provenance.Source.HUMAN)
                    && (!kept || sample.kept())
                    && (!dropped || !sample.kept());
        }
    }

    /**
     * Those of an arm.
     *
     * @param folder the experiment's
     * @param seed of the run; null for the first
     * @throws UsageException when there are none, and what there is
     */
    public static StoredSamples of(Path folder, String arm, @Nullable Long seed, int generation) {
        RecordedRun run = RecordedRun.find(folder, arm, seed);
        GenerationKey key = new GenerationKey(run.runId(), generation);
        Path file = SampleFiles.file(folder, key);
        if (Files.isRegularFile(file)) {
            return new StoredSamples(key, file);
        }
        Path samples = SampleFiles.of(folder, run.runId());
        throw new UsageException(
                Files.isDirectory(samples)
                        ? "--generation " + generation + ": no samples of it are in " + samples
                                + "; there are those of " + SampleFiles.generations(samples)
                        : "no samples of run " + run.runId() + " are in " + folder
                                + "; they are written when every run of"
                                + " an experiment is over, unless it was started with --samples 0");
    }

    private SampleLine read(String line) throws IOException {
        try {
            return SampleLine.read(line);
        } catch (JsonProcessingException e) {
            throw new UsageException(file + " was changed: a line of it is no sample of this program", e);
        }
    }

    /**
     * Shows some of them.
     *
     * @param columns of the terminal
     * @return how many
     * @throws IOException when the file cannot be read
     */
    public int show(Wanted wanted, PrintWriter out, int columns) throws IOException {
        SamplesView view = new SamplesView(out, generation, columns);
        int shown = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null && shown < wanted.limit(); line = lines.readLine()) {
                SampleLine sample = read(line);
                if (sample instanceof SampleLine.Pooled pooled && !wanted.sideBySide() && wanted.holds(pooled)) {
                    view.show(pooled);
                    shown++;
                } else if (sample instanceof SampleLine.Pair pair && wanted.sideBySide()) {
                    view.show(pair, generation.generation());
                    shown++;
                }
            }
        }
        return shown;
    }
}
