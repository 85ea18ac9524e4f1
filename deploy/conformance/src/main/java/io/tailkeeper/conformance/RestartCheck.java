package io.tailkeeper.conformance;

import io.tailkeeper.conformance.verdict.Check;
import io.tailkeeper.conformance.verdict.CheckResult;
import io.tailkeeper.contracts.SampleCollected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** Has the detector restarted while samples keep coming. */
final class RestartCheck {

    private static final int WAVE = 40;
    private static final int MAX_DURING = 2_000;

    private final Trial trial;
    private final String run;
    private final List<String> asked = new ArrayList<>();

    /** @param run a calibrated run */
    RestartCheck(Trial trial, String run) {
        this.trial = trial;
        this.run = run;
    }

    CheckResult judge(Optional<Restart> restart) {
        if (restart.isEmpty()) {
            return Check.RESTART.notRun("give --restart-command CMD, which stops the detector and starts it again");
        }
        send("before", WAVE);
        String trouble = sendDuring(restart.get());
        if (!trouble.isEmpty()) {
            return Check.RESTART.failed(
                    trouble, "give a command that ends with status 0 and leaves the detector running");
        }
        send("after", WAVE);
        trial.watch().awaitAnswers(asked);
        String missing = trial.unanswered(asked);
        if (!missing.isEmpty()) {
            return Check.RESTART.failed(
                    missing,
                    "commit an offset only together with the answers to all samples before it; what waits in memory"
                            + " must be read again after a restart");
        }
        Map<String, List<Answer>> answers = trial.watch().answersTo(asked);
        long again = answers.values().stream().filter(same -> same.size() > 1).count();
        return answers.values().stream()
                .flatMap(same -> DuplicateCheck.Consistency.fault(same).stream())
                .findFirst()
                .map(text ->
                        Check.RESTART.failed(text, "give the version another name when anything it decides by changes"))
                .orElseGet(() -> Check.RESTART.passed(asked.size() + " samples answered, "
                        + (again == 0 ? "none" : Long.toString(again)) + " of them twice"));
    }

    private String sendDuring(Restart restart) {
        CompletableFuture<String> restarted = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return restart.perform(trial.settings().timeout());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return "interrupted";
                    }
                },
                task -> Thread.ofPlatform().daemon().name("restart").start(task));
        for (int i = 0; !restarted.isDone(); i++) {
            if (i < MAX_DURING) {
                send("during-" + i, 1);
            }
            trial.watch().poll();
        }
        try {
            return restarted.join();
        } catch (CompletionException e) {
            return "the restart failed: "
                    + Objects.requireNonNullElse(e.getCause(), e).getMessage();
        }
    }

    private void send(String name, int count) {
        List<SampleCollected> samples = IntStream.range(0, count)
                .mapToObj(i -> Trial.sample(run, name + "-" + i, Texts.human(asked.size() + i)))
                .toList();
        trial.send(samples);
        asked.addAll(Trial.ids(samples));
    }
}
