package io.tailkeeper.conformance;

import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.SampleCollected;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The kit's own run on an installation: what it sent, and what came back. Not for use by several threads, but for {@link #end}. */
final class Trial implements AutoCloseable {

    private final ConformanceSettings settings;
    private final Installation installation;
    private final Watch watch;
    private final String runId;
    private final Map<String, SampleCollected> sent = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Set<String> runs = ConcurrentHashMap.newKeySet();

    /**
     * Connects.
     *
     * @param runId what the ids of its runs begin with
     * @throws ConformanceException when there is no installation to connect to
     */
    Trial(ConformanceSettings settings, String runId) {
        this.settings = settings;
        this.runId = runId;
        installation = Installation.connect(settings.bootstrapServers(), settings.timeout());
        try {
            watch = new Watch(settings, runId);
        } catch (RuntimeException e) {
            installation.close();
            throw e;
        }
    }

    /** A run of its own for a part of the trial. */
    String run(String part) {
        String run = runId + "-" + part;
        runs.add(run);
        return run;
    }

    /** A sample of generation 1. */
    static SampleCollected sample(String run, String name, String text) {
        return Texts.sample(run + ":1:" + name, run, 1, text);
    }

    /** Sends samples. */
    void send(List<SampleCollected> samples) {
        List<Place> at = installation.send(samples);
        for (int i = 0; i < at.size(); i++) {
            note(samples.get(i), at.get(i));
        }
    }

    void send(SampleCollected sample, int partition) {
        note(sample, installation.send(sample, partition));
    }

    /** Sends a sample in a form of one's own. */
    void send(SampleCollected sample, int partition, byte[] body) {
        note(sample, installation.sendRaw(sample.sampleId(), body, partition));
    }

    private void note(SampleCollected sample, Place place) {
        sent.put(sample.sampleId(), sample);
        places.putIfAbsent(sample.sampleId(), place);
    }

    /** Sends samples and waits for the detector's answers; false when the timeout passed without a new one. */
    boolean ask(List<SampleCollected> samples) {
        send(samples);
        return watch.awaitAnswers(ids(samples));
    }

    static List<String> ids(List<SampleCollected> samples) {
        return samples.stream().map(SampleCollected::sampleId).toList();
    }

    /** What was sent under an id; null when nothing was. */
    @Nullable
    SampleCollected sent(String sampleId) {
        return sent.get(sampleId);
    }

    /** The first of the samples that the detector did not answer, and how many more there are. */
    String unanswered(List<String> sampleIds) {
        Map<String, List<Answer>> answers = watch.answersTo(sampleIds);
        List<String> missing =
                sampleIds.stream().filter(id -> !answers.containsKey(id)).toList();
        return missing.isEmpty()
                ? ""
                : missing.size() + " of " + sampleIds.size() + " samples are not answered within "
                        + settings.timeout().toSeconds() + " s after the last answer, among them " + missing.getFirst()
                        + " at " + places.get(missing.getFirst());
    }

    ConformanceSettings settings() {
        return settings;
    }

    Installation installation() {
        return installation;
    }

    Watch watch() {
        return watch;
    }

    /** Ends its runs, so that every service lets go of what it keeps of them; may be called by any thread, and again. */
    void end() {
        for (String run : List.copyOf(runs)) {
            if (runs.remove(run)) {
                installation.end(new RunFinished(
                        run, RunFinished.Status.CANCELLED, "conformance", "the kit is through with it", Instant.now()));
            }
        }
    }

    @Override
    public void close() {
        try (watch;
                installation) {
            end();
        }
    }
}
