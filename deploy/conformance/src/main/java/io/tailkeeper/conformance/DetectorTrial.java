package io.tailkeeper.conformance;

import io.tailkeeper.conformance.verdict.Check;
import io.tailkeeper.conformance.verdict.CheckResult;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Everything that a detector is judged by, in order. */
final class DetectorTrial {

    private final Trial trial;
    private final Optional<Restart> restart;
    private final Optional<LabelledTexts> texts;
    private final Consumer<CheckResult> told;
    private final List<CheckResult> results = new ArrayList<>();

    /** @param told gets each result as soon as it is known */
    DetectorTrial(Trial trial, Optional<Restart> restart, Optional<LabelledTexts> texts, Consumer<CheckResult> told) {
        this.trial = trial;
        this.restart = restart;
        this.texts = texts;
        this.told = told;
    }

    /** The results, one of each check. */
    List<CheckResult> run() {
        OrdinarySamples ordinary = new OrdinarySamples(trial);
        ordinary.send();
        new AnswerChecks(trial, ordinary.asked()).judge().forEach(this::note);
        if (trial.watch().answers().isEmpty()) {
            skipTheRest("there was no answer at all");
            return results;
        }
        note(new CalibrationCheck(trial).judge(ordinary.run()));
        note(new DuplicateCheck(trial, ordinary.run()).judge());
        new PoisonCheck(trial, ordinary.run()).judge().forEach(this::note);
        if (results.getLast().failed()) {
            skipTheRest("the detector stopped answering");
            return results;
        }
        note(new RestartCheck(trial, ordinary.run()).judge(restart));
        note(new QualityCheck(trial).judge(texts));
        note(new ThroughputFigure(trial, ordinary.run()).measure());
        return results;
    }

    private void note(CheckResult result) {
        results.add(result);
        told.accept(result);
    }

    private void skipTheRest(String why) {
        Set<Check> open = EnumSet.allOf(Check.class);
        results.forEach(result -> open.remove(result.check()));
        open.forEach(check -> note(check.notRun(why)));
    }
}
