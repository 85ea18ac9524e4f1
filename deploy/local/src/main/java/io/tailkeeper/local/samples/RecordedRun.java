package io.tailkeeper.local.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.commandline.Suggestion;
import io.tailkeeper.commandline.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run of an experiment, as its folder knows it.
 *
 * @param runId its name
 * @param arm its arm
 * @param seed its seed
 */
record RecordedRun(String runId, String arm, long seed) {

    private static final String FILE = "experiment.json";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /**
     * The run of an arm.
     *
     * @param folder of the experiment
     * @param seed null for the first
     * @throws UsageException when there is none, and which there are
     */
    static RecordedRun find(Path folder, String arm, @Nullable Long seed) {
        List<RecordedRun> runs = all(folder);
        Set<String> arms = new LinkedHashSet<>();
        runs.forEach(run -> arms.add(run.arm()));
        if (!arms.contains(arm)) {
            throw new UsageException(
                    "--arm " + arm + ": " + folder + " has no such arm; " + Suggestion.forWord(arm, arms));
        }
        return runs.stream()
                .filter(run -> run.arm().equals(arm) && (seed == null || run.seed() == seed))
                .findFirst()
                .orElseThrow(() -> new UsageException("--seed " + seed + ": the arm " + arm + " has the seeds "
                        + String.join(
                                ", ",
                                runs.stream()
                                        .filter(run -> run.arm().equals(arm))
                                        .map(run -> Long.toString(run.seed()))
                                        .toList())));
    }

    private static List<RecordedRun> all(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new UsageException(folder + " holds no experiment (" + FILE
                    + " is missing); give the folder that --output named, or that run said everything lies in");
        }
        try {
            List<RecordedRun> runs = new ArrayList<>();
            for (JsonNode run : MAPPER.readTree(file.toFile()).path("runs")) {
                runs.add(new RecordedRun(
                        run.path("runId").asText(),
                        run.path("arm").asText(),
                        run.path("specification").path("seed").asLong()));
            }
            return runs;
        } catch (IOException e) {
            throw new UsageException(file + " cannot be read: " + e.getMessage());
        }
    }
}
