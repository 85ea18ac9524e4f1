package io.tailkeeper.trainer.generation;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.TrainingProgress.Phase;
import io.tailkeeper.trainer.TrainingWatcher;
import io.tailkeeper.trainer.kafka.Announcements;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Publishes how far a training is, at most four times a second, and counts tokens and busy seconds. */
final class ProgressReporter implements TrainingWatcher {

    private static final long PAUSE = 250_000_000;

    private final GenerationKey key;
    private final NewestOnly<TrainingProgress> announced;
    private final TrainingMeters meters;
    private final BooleanSupplier cancelled;
    private long reported = System.nanoTime() - PAUSE;
    private double lossSum;
    private int lossSteps;
    private long tokens;
    private double seconds;

    ProgressReporter(GenerationKey key, Announcements announcements, TrainingMeters meters, BooleanSupplier cancelled) {
        this.key = key;
        this.announced = new NewestOnly<>(announcements::progress);
        this.meters = meters;
        this.cancelled = cancelled;
    }

    void selecting() {
        report(Phase.SELECTING, 0, 1, null, null);
    }

    @Override
    public void stepped(int done, int total, double loss, long read, double taken) {
        meters.stepped(read, taken);
        lossSum += loss;
        lossSteps++;
        tokens += read;
        seconds += taken;
        if (done == total || due()) {
            meters.loss(key, lossSum / lossSteps);
            report(Phase.TRAINING, done, total, lossSum / lossSteps, tokens / Math.max(seconds, 1e-9));
            lossSum = 0;
            lossSteps = 0;
            tokens = 0;
            seconds = 0;
        }
    }

    @Override
    public void notFinite() {
        meters.notFinite();
    }

    @Override
    public void evaluated(int done, int total) {
        if (done == total || due()) {
            report(Phase.EVALUATING, done, total, null, null);
        }
    }

    private boolean due() {
        return System.nanoTime() - reported >= PAUSE;
    }

    private void report(Phase phase, int done, int total, @Nullable Double loss, @Nullable Double tokensPerSecond) {
        reported = System.nanoTime();
        announced.offer(new TrainingProgress(key.runId(), key.generation(), phase, done, total, loss, tokensPerSecond));
    }

    @Override
    public boolean cancelled() {
        return cancelled.getAsBoolean();
    }
}
