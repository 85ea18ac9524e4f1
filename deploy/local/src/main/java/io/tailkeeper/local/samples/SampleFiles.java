package io.tailkeeper.local.samples;

import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.local.kafka.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The samples of an experiment: {@code samples/RUN/generation-N/samples.jsonl} below its folder. */
public final class SampleFiles {

    private static final String FOLDER = "samples";
    private static final String GENERATION = "generation-";
    private static final String FILE = "samples.jsonl";
    private static final Duration CLOCKS = Duration.ofMinutes(5); // that those of two machines may be apart

    private SampleFiles() {}

    /** The file of a generation. */
    static Path file(Path folder, GenerationKey generation) {
        return of(folder, generation.runId())
                .resolve(GENERATION + generation.generation())
                .resolve(FILE);
    }

    /** The generations that have a file, in words: {@code generations 1, 2, 3}. */
    static String generations(Path samples) {
        try (Stream<Path> folders = Files.list(samples)) {
            List<String> numbers = folders.filter(each -> Files.isRegularFile(each.resolve(FILE)))
                    .map(each -> String.valueOf(each.getFileName()))
                    .filter(name -> name.matches(GENERATION + "[0-9]{1,9}"))
                    .map(name -> Integer.valueOf(name.substring(GENERATION.length())))
                    .sorted()
                    .map(String::valueOf)
                    .toList();
            return numbers.isEmpty()
                    ? "no generation"
                    : "generation" + (numbers.size() == 1 ? " " : "s ") + String.join(", ", numbers);
        } catch (IOException e) {
            throw new UsageException(samples + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Where those of a run lie. */
    static Path of(Path folder, String runId) {
        return folder.resolve(FOLDER).resolve(runId);
    }

    /**
     * Reads the samples of runs that are over from Kafka, and writes them. Files that are there already are replaced.
     *
     * @param kafka settings of a Kafka client
     * @param folder the experiment's
     * @return how many files were written
     * @throws io.tailkeeper.process.ProcessException when the brokers do not answer
     * @throws IOException when the disk refuses
     */
    public static int write(Map<String, Object> kafka, List<RunRequested> runs, SampleLimit limit, Path folder)
            throws IOException {
        Instant since = runs.stream()
                .map(RunRequested::requestedAt)
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH)
                .minus(CLOCKS);
        SampleSpool spool = new SampleSpool(folder.resolve(FOLDER).resolve("unsorted.tmp"));
        try (SampleHarvest harvest = new SampleHarvest(runs, limit, spool)) {
            Consumer<SampleScored> scored = sample -> unchecked(() -> harvest.scored(sample));
            Consumer<CalibrationSample> calibration = sample -> unchecked(() -> harvest.calibration(sample));
            TopicReader.read(kafka, Topics.SAMPLES_SCORED, since, scored);
            TopicReader.read(kafka, Topics.SAMPLES_CALIBRATION, since, calibration);
            TopicReader.read(kafka, Topics.BATCHES_WEIGHTED, since, harvest::learned);
            return harvest.write(folder);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void unchecked(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
