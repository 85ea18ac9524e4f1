package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.local.follow.Display;
import io.tailkeeper.local.follow.ExperimentView;
import io.tailkeeper.local.kills.KillPlan;
import io.tailkeeper.local.kills.Outcome;
import io.tailkeeper.local.kills.Trial;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.Stack;
import io.tailkeeper.local.stack.StackOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged services: an experiment in whose middle a process is killed ends as the undisturbed one does. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KillIT {

    @TempDir
    static Path folder;

    private static final Trial TRIAL = new Trial(2);

    private static Stack stack;
    private static Outcome undisturbed;

    static List<String> victims() {
        return KillPlan.VICTIMS;
    }

    @BeforeAll
    static void runUndisturbed() throws InterruptedException {
        Path repository = Path.of(System.getProperty(Tailkeeper.HOME));
        stack = new Stack(new RunDirectory(folder), repository, StackOptions.on("cpu"), System.out::println);
        stack.start();
        undisturbed = TRIAL.run(stack, "undisturbed", new Watcher(null));
        assertThat(undisturbed.faults()).isEmpty();
        assertThat(undisturbed.checkpoints()).isEqualTo(7);
        assertThat(Double.parseDouble(undisturbed.figures().get("baseline, generation 2, trained/maskedShare")))
                .isPositive();
    }

    @AfterAll
    static void close() {
        stack.close();
    }

    @ParameterizedTest
    @MethodSource("victims")
    void aKilledProcessChangesNeitherCheckpointsNorMeasures(String victim) throws InterruptedException {
        Watcher watcher = new Watcher(victim);

        Outcome disturbed = TRIAL.run(stack, "killed-" + victim, watcher);

        assertThat(watcher.killed).isTrue();
        assertThat(disturbed.differences(undisturbed)).isEmpty();
        assertThat(disturbed.faults()).isEmpty();
        assertThat(stack.failure()).isEmpty();
    }

    /** Kills a process once its own work on the first generation of an arm has begun. */
    private static final class Watcher implements Display {

        private final String victim;
        private boolean killed;

        Watcher(String victim) {
            this.victim = victim;
        }

        @Override
        public void event(String message) {
            System.out.println(message);
        }

        @Override
        public void show(ExperimentView view) {
            boolean inTheMiddle = view.runs().stream()
                    .flatMap(run -> run.progress().stream())
                    .anyMatch(progress -> progress.generation() == 1
                            && ("trainer".equals(victim) ? progress.batches() > 0 : progress.collected() > 0));
            if (victim != null && !killed && inTheMiddle) {
                killed = stack.kill(victim);
            }
        }

        @Override
        public void close() {
            // Nothing is drawn.
        }
    }
}
