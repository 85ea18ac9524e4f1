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
import io.tailkeeper.experiment.Published;
import io.tailkeeper.local.remote.RemoteInstallation;
import io.tailkeeper.local.samples.SampleLimit;
import io.tailkeeper.local.stack.StackOptions;
import io.tailkeeper.process.StartLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment was started with, in {@code experiment.json}: with that, and the data of broker and trainer beside it, it
 * can be resumed after its launcher ended.
 *
 * @param experimentId its name
 * @param name of the experiment file
 * @param description what it shows
 * @param command the command line
 * @param there the installation it runs on; null when one was started for it
 * @param started what its own installation was started with; null when it runs on one that was there
 * @param samples how many samples of each generation are kept; null for the usual
 * @param runs the requests, as the contract writes them
 * @param published what somebody published of it; null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExperimentFile(
        String experimentId,
        String name,
        String description,
        String command,
        @Nullable There there,
        @Nullable Started started,
        @Nullable Integer samples,
        List<JsonNode> runs,
        @Nullable List<Published> published) {

    /**
     * An installation that was there already.
     *
     * @param bootstrap its brokers
     * @param api where its metrics service answers
     */
    record There(String bootstrap, String api) {}

    /**
     * What an installation was started with.
     *
     * @param device where models live
     * @param detectors as the detector's setting has them
     * @param detectorSettings further environment variables of the detector
     * @param roots what its runs may have read, and a digest of each as it was then
     */
    record Started(
            String device, List<String> detectors, Map<String, String> detectorSettings, Map<String, String> roots) {}

    static final String NAME = "experiment.json";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Of an experiment on an installation that is started for it. */
    static ExperimentFile of(ExperimentRequest experiment, StackOptions options) {
        Started started = new Started(
                options.device(), options.detectors(), options.detectorSettings(), FileDigests.of(options.roots()));
        return of(experiment, null, started);
    }

    /** Of an experiment on an installation that is there already. */
    static ExperimentFile of(ExperimentRequest experiment, RemoteInstallation installation) {
        There there =
                new There(installation.bootstrapServers(), installation.api().toString());
        return of(experiment, there, null);
    }

    private static ExperimentFile of(ExperimentRequest experiment, @Nullable There there, @Nullable Started started) {
        return new ExperimentFile(
                experiment.experimentId(),
                experiment.name(),
                experiment.description(),
                experiment.command(),
                there,
                started,
                experiment.samples().most(),
                experiment.runs().stream().map(ExperimentFile::json).toList(),
                experiment.published());
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
            if (!read.whole()) {
                throw new UsageException(file + " names no runs; it was written by another version or was changed");
            }
            return read;
        } catch (IOException e) {
            throw new UsageException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Jackson leaves null what a file lacks. */
    private boolean whole() {
        return Stream.of(experimentId, name, description, command, runs).allMatch(Objects::nonNull)
                && !runs.isEmpty()
                && (there == null) != (started == null);
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
                            Topics.RUNS_REQUESTED, run.toString().getBytes(StandardCharsets.UTF_8)))
                    .toList();
            Set<String> folders = started == null
                    ? Set.of()
                    : options(started, StartLimits.USUAL).detectorFolders();
            SampleLimit limit = samples == null ? SampleLimit.USUAL : new SampleLimit(samples);
            List<Published> figures = published == null ? List.of() : published;
            return new ExperimentRequest(experimentId, name, description, command, folders, limit, requests, figures);
        } catch (RejectedMessageException e) {
            throw new UsageException(
                    NAME + " holds a request that this version does not understand: " + e.getMessage());
        }
    }

    /**
     * What the installation is started with again.
     *
     * @throws UsageException when a file or folder that it read is another one by now
     */
    static StackOptions options(Started started, StartLimits starts) {
        List<Path> paths = started.roots().keySet().stream().map(Path::of).toList();
        Map<String, String> now = FileDigests.of(paths);
        started.roots().forEach((path, digest) -> {
            if (!digest.equals(now.get(path))) {
                throw new UsageException(
                        path + " has changed since the experiment began, so what it learns now would be"
                                + " another text; put it back as it was, or begin a new experiment");
            }
        });
        return new StackOptions(started.device(), started.detectors(), started.detectorSettings())
                .reading(paths)
                .with(starts);
    }
}
