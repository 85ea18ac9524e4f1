package io.tailkeeper.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.local.experiment.Experiment;
import io.tailkeeper.local.stack.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an experiment was started with, in {@code experiment.json}: with that, and the data of broker and trainer beside it, it
 * can be gone on with after its launcher was killed.
 *
 * @param experimentId its name
 * @param name of the experiment file
 * @param description what it shows
 * @param command the command line
 * @param device where models live
 * @param detectors as the detector's setting has them
 * @param detectorSettings further environment variables of the detector
 * @param roots what its runs may have read
 * @param runs the requests, as the contract writes them
 */
record ExperimentFile(
        String experimentId,
        String name,
        String description,
        String command,
        String device,
        List<String> detectors,
        Map<String, String> detectorSettings,
        List<String> roots,
        List<JsonNode> runs) {

    private static final String NAME = "experiment.json";
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static ExperimentFile of(Experiment experiment, String command, List<RunRequested> requests, StackOptions options) {
        return new ExperimentFile(
                requests.getFirst().experimentId(),
                experiment.name(),
                experiment.description(),
                command,
                options.device(),
                options.detectors(),
                options.detectorSettings(),
                options.roots().stream().map(Path::toString).toList(),
                requests.stream().map(ExperimentFile::json).toList());
    }

    private static JsonNode json(RunRequested request) {
        try {
            return MAPPER.readTree(ContractJson.write(request));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes it, before anything else of the experiment is. */
    void write(Path folder) throws IOException {
        AtomicFile.write(folder.resolve(NAME), MAPPER.writeValueAsString(this) + "\n");
    }
}
