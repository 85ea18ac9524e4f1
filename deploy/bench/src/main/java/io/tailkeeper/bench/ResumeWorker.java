package io.tailkeeper.bench;

import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.trainer.TrainingWatcher;
import java.nio.file.Path;

/** A training in a process of its own, which may be killed at any moment; started again it goes on. */
final class ResumeWorker {

    static final String STEP = "step ";
    static final String SHA256 = "sha256 ";

    private ResumeWorker() {}

    /**
     * Trains.
     *
     * @param arguments folder, preset, steps, steps between two saved states
     */
    public static void main(String[] arguments) {
        ModelDevice.chooseByProperty();
        PretendRun run = new PretendRun(
                ModelPreset.named(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        String sha256 =
                run.train(Path.of(arguments[0]), new Teller()).checkpoint().sha256();
        System.out.println(SHA256 + sha256);
    }

    private static final class Teller implements TrainingWatcher {

        @Override
        public void stepped(int done, int total, double loss, long read, double taken) {
            System.out.println(STEP + done);
        }

        @Override
        public void evaluated(int done, int total) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    }
}
