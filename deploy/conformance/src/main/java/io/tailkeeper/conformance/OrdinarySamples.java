package io.tailkeeper.conformance;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.topics.ContractJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What a detector gets every day: samples before and after their calibration part, which comes in any order and in part
 * twice, samples of generation 0, awkward texts, a field nobody has heard of.
 */
final class OrdinarySamples {

    private static final int EACH = 60;
    private static final int OF_GENERATION_ZERO = 12;
    private static final Duration AFTERTHOUGHTS = Duration.ofMillis(700);

    private final Trial trial;
    private final String run;
    private final List<String> asked = new ArrayList<>();

    OrdinarySamples(Trial trial) {
        this.trial = trial;
        run = trial.run("ordinary");
    }

    /** Their run, calibrated. */
    String run() {
        return run;
    }

    /** Ids of those that were sent, each once. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** Sends them and waits. */
    void send() {
        ask(named("early", EACH));
        List<CalibrationSample> part = new ArrayList<>(Texts.calibrationPart(run));
        part.addAll(part.subList(0, 10));
        Collections.shuffle(part, new Random(1));
        trial.installation().sendCalibration(part);
        List<SampleCollected> samples = new ArrayList<>(named("late", EACH));
        IntStream.range(0, OF_GENERATION_ZERO)
                .mapToObj(i -> Texts.sample(run + ":0:" + i, run, 0, Texts.human(i)))
                .forEach(samples::add);
        List<String> awkward = Texts.awkward();
        IntStream.range(0, awkward.size())
                .mapToObj(i -> Trial.sample(run, "awkward-" + i, awkward.get(i)))
                .forEach(samples::add);
        ask(samples);
        askWithUnknownField();
        if (!trial.watch().awaitAnswers(asked) && trial.watch().answers().isEmpty()) {
            return;
        }
        List<SampleCollected> last = named("last", 6); // what stands behind a second answer is read after it
        ask(last);
        trial.watch().awaitAnswers(Trial.ids(last));
        trial.watch().linger(AFTERTHOUGHTS);
    }

    private void ask(List<SampleCollected> samples) {
        trial.send(samples);
        asked.addAll(Trial.ids(samples));
    }

    private void askWithUnknownField() {
        SampleCollected sample = Trial.sample(run, "unknown-field", Texts.human(3));
        trial.send(sample, 0, withUnknownField(sample));
        asked.add(sample.sampleId());
    }

    private static byte[] withUnknownField(SampleCollected sample) {
        String json = new String(ContractJson.write(sample), StandardCharsets.UTF_8);
        return ("{\"addedLater\":{\"any\":[1,null]}," + json.substring(1)).getBytes(StandardCharsets.UTF_8);
    }

    /** Half worn-out, half plain, every fifth text a copy of the one before. */
    private List<SampleCollected> named(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int text = i % 5 == 4 ? i - 1 : i;
                    return Trial.sample(run, name + "-" + i, text % 10 < 5 ? Texts.human(text) : Texts.machine(text));
                })
                .toList();
    }
}
