package io.tailkeeper.conformance;

import io.tailkeeper.conformance.verdict.Check;
import io.tailkeeper.conformance.verdict.CheckResult;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Calibrates the detector on one half of labelled texts and has it judge the other half. */
final class QualityCheck {

    private static final int MAX_CALIBRATING = 500;

    private final Trial trial;

    QualityCheck(Trial trial) {
        this.trial = trial;
    }

    CheckResult judge(Optional<LabelledTexts> texts) {
        if (texts.isEmpty()) {
            return Check.QUALITY.notRun("give --data FILE.jsonl with text and label, human or machine, in each line");
        }
        String run = trial.run("quality");
        LabelledTexts fitted = texts.get().half(0);
        int each = Math.min(
                MAX_CALIBRATING,
                Math.min(fitted.human().size(), fitted.machine().size()));
        trial.installation()
                .sendCalibration(Texts.calibrationPart(
                        run, fitted.human().subList(0, each), fitted.machine().subList(0, each)));
        LabelledTexts judged = texts.get().half(1);
        List<SampleCollected> human = samples(run, "h", judged.human());
        List<SampleCollected> machine = samples(run, "m", judged.machine());
        List<SampleCollected> all = new ArrayList<>(human);
        all.addAll(machine);
        trial.ask(all);
        String missing = trial.unanswered(Trial.ids(all));
        if (!missing.isEmpty()) {
            return Check.QUALITY.failed(missing, "answer every sample; see " + Check.ANSWERED.word());
        }
        Optional<double[]> humanScores = scores(human);
        Optional<double[]> machineScores = scores(machine);
        if (humanScores.isEmpty() || machineScores.isEmpty()) {
            return Check.QUALITY.failed("some answers hold no probability", "see " + Check.SCHEMA.word());
        }
        return verdict(Ranking.of(humanScores.get(), machineScores.get()), all.size());
    }

    private static CheckResult verdict(Ranking ranking, int texts) {
        String seen = String.format(
                Locale.ROOT,
                "AUROC %.3f ± %.3f, %.0f %% of machine-written text found at 5 %% false positives, on %d texts",
                ranking.auroc(),
                ranking.margin(),
                100 * ranking.truePositiveRateAt5(),
                texts);
        return ranking.betterThanChance()
                ? Check.QUALITY.passed(seen)
                : Check.QUALITY.failed(
                        seen,
                        ranking.auroc() < 0.5
                                ? "syntheticProbability is the probability of being machine-written: is it the other way"
                                        + " round?"
                                : "to select with this detector on such text is to select at random: fit it on the"
                                        + " calibration part, or use another one");
    }

    private static List<SampleCollected> samples(String run, String name, List<String> texts) {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> Trial.sample(run, name + i, texts.get(i)))
                .toList();
    }

    private Optional<double[]> scores(List<SampleCollected> samples) {
        Map<String, List<Answer>> answers = trial.watch().answersTo(Trial.ids(samples));
        double[] scores = answers.values().stream()
                .flatMap(same -> same.getFirst().scored().stream())
                .mapToDouble(SampleScored::syntheticProbability)
                .toArray();
        return scores.length == samples.size() ? Optional.of(scores) : Optional.empty();
    }

    /** Reads the texts, before anything is sent. */
    static Optional<LabelledTexts> texts(Optional<Path> file) {
        return file.map(LabelledTexts::read);
    }
}
