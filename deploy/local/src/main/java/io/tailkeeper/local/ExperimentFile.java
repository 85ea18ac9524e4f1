package io.tailkeeper.local;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.local.process.RestartLimits;
import io.tailkeeper.local.process.StartLimits;
import io.tailkeeper.local.remote.RemoteInstallation;
import io.tailkeeper.local.stack.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an experiment was started with, in {@code experiment.json}: with that, and the data of broker and trainer beside it, it
 * can be resumed after its launcher ended.
 *
 * @param experimentId its name
 * @param name of the experiment file
 * @param description what it shows
 * @param command the command line
 * @param bootstrap the brokers of the installation it runs on; null when that was started for it
 * @param api the metrics service of that installation; null when it was started for it
 * @param device where models live
 * @param detectors as the detector's setting has them
 * @param detectorSettings further environment variables of the detector
 * @param roots what its runs may have read, and a digest of each as it was then
 * @param runs the requests, as the contract writes them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExperimentFile(
        String experimentId,
        String name,
        String description,
        String command,
        String bootstrap,
        String api,
        String device,
        List<String> detectors,
        Map<String, String> detectorSettings,
        Map<String, String> roots,
        List<JsonNode> runs) {

    static final String NAME = "experiment.json";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Of an experiment on an installation that is started for it. */
    static ExperimentFile of(ExperimentRequest experiment, StackOptions options) {
        return new ExperimentFile(
                experiment.experimentId(),
                experiment.name(),
                experiment.description(),
                experiment.command(),
                null,
                null,
                options.device(),
                options.detectors(),
                options.detectorSettings(),
                FileDigests.of(options.roots()),
                experiment.runs().stream().map(ExperimentFile::json).toList());
    }

    /** Of an experiment on an installation that is there already. */
    static ExperimentFile of(ExperimentRequest experiment, RemoteInstallation installation) {
        return new ExperimentFile(
                experiment.experimentId(),
                experiment.name(),
                experiment.description(),
                experiment.command(),
                installation.bootstrapServers(),
                installation.api().toString(),
                null,
                null,
                null,
                null,
                experiment.runs().stream().map(ExperimentFile::json).toList());
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

    /**
     * Reads that of a folder.
     *
     * @throws UsageException when there is none, or none of this version
     */
    static ExperimentFile read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new UsageException(folder + " holds no experiment (" + NAME
                    + " is missing); give the folder that --output named, or that run said everything lies in");
        }
        try {
            ExperimentFile read = MAPPER.readValue(file.toFile(), ExperimentFile.class);
            if (read.runs == null || read.runs.isEmpty() || read.experimentId == null) {
                throw new UsageException(file + " names no runs; it was written by another version or was changed");
            }
            return read;
        } catch (IOException e) {
            throw new UsageException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Whether it runs on an installation that was there already. */
    boolean remote() {
        return bootstrap != null;
    }

    /**
     * The experiment as it was asked for.
     *
     * @throws UsageException when a request is not of this version
     */
    ExperimentRequest request() {
        try {
            List<RunRequested> requests = runs.stream()
                    .map(run -> ContractJson.read(
                            Topics.RUNS_REQUESTED, run.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .toList();
            Set<String> folders = remote() ? Set.of() : options(StartLimits.USUAL).detectorFolders();
            return new ExperimentRequest(experimentId, name, description, command, folders, requests);
        } catch (RejectedMessageException e) {
            throw new UsageException(NAME + " holds a request that this version does not understand: " + e.getMessage());
        }
    }

    /**
     * What the installation was started with.
     *
     * @throws UsageException when a file or folder that it read is another one by now
     */
    StackOptions options(StartLimits starts) {
        List<Path> paths = roots.keySet().stream().map(Path::of).toList();
        Map<String, String> now = FileDigests.of(paths);
        roots.forEach((path, digest) -> {
            if (!digest.equals(now.get(path))) {
                throw new UsageException(path + " has changed since the experiment began, so what it learns now would be"
                        + " another text; put it back as it was, or begin a new experiment");
            }
        });
        return new StackOptions(device, detectors, detectorSettings, paths, RestartLimits.USUAL, starts);
    }
}
