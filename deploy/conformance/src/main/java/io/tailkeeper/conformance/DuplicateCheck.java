package io.tailkeeper.conformance;

import io.tailkeeper.conformance.verdict.Check;
import io.tailkeeper.conformance.verdict.CheckResult;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Delivers samples twice in a row, and others again after they were answered. */
final class DuplicateCheck {

    private static final int SAMPLES = 20;
    private static final int DELIVERIES = 3;

    private final Trial trial;
    private final String run;

    /** @param run a calibrated run */
    DuplicateCheck(Trial trial, String run) {
        this.trial = trial;
        this.run = run;
    }

    CheckResult judge() {
        List<SampleCollected> samples = samples("again");
        List<SampleCollected> twice = new ArrayList<>();
        samples.forEach(sample -> twice.addAll(List.of(sample, sample)));
        trial.ask(twice);
        trial.send(samples);
        trial.ask(samples("behind-again"));
        List<String> ids = Trial.ids(samples);
        String missing = trial.unanswered(ids);
        if (!missing.isEmpty()) {
            return Check.DUPLICATES.failed(missing, "take the second delivery of a sample for what it is, and go on");
        }
        Map<String, List<Answer>> answers = trial.watch().answersTo(ids);
        int count = answers.values().stream().mapToInt(List::size).sum();
        return answers.values().stream()
                .flatMap(same -> different(same).stream())
                .findFirst()
                .map(text -> Check.DUPLICATES.failed(
                        text, "derive a score from the sample alone; send no more answers than there were deliveries"))
                .orElseGet(() -> Check.DUPLICATES.passed(
                        SAMPLES * DELIVERIES + " deliveries of " + SAMPLES + " samples gave " + count + " answers"));
    }

    private List<SampleCollected> samples(String name) {
        return IntStream.range(0, SAMPLES)
                .mapToObj(i -> Trial.sample(run, name + "-" + i, Texts.human(100 + i)))
                .toList();
    }

    private static Optional<String> different(List<Answer> same) {
        if (same.size() > DELIVERIES) {
            return Optional.of(same.getFirst().sampleId() + " was delivered " + DELIVERIES + " times and answered "
                    + same.size() + " times, last at " + same.getLast().place());
        }
        return Consistency.fault(same);
    }

    /** Whether answers to one sample agree. */
    static final class Consistency {

        private Consistency() {}

        static Optional<String> fault(List<Answer> same) {
            List<SampleScored> scores =
                    same.stream().flatMap(answer -> answer.scored().stream()).toList();
            return scores.stream()
                    .filter(score ->
                            score.detectorVersion().equals(scores.getFirst().detectorVersion()))
                    .filter(score ->
                            score.syntheticProbability() != scores.getFirst().syntheticProbability())
                    .findFirst()
                    .map(other -> other.sample().sampleId() + " got "
                            + scores.getFirst().syntheticProbability()
                            + " at " + same.getFirst().place() + " and " + other.syntheticProbability()
                            + " later, both from version " + other.detectorVersion());
        }
    }
}
