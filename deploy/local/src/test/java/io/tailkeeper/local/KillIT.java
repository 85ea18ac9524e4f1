package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.local.experiment.Experiment;
import io.tailkeeper.local.experiment.ExperimentReader;
import io.tailkeeper.local.experiment.Setting;
import io.tailkeeper.local.follow.Display;
import io.tailkeeper.local.follow.ExperimentView;
import io.tailkeeper.local.follow.Follower;
import io.tailkeeper.local.follow.RunPublisher;
import io.tailkeeper.local.report.ArmReport;
import io.tailkeeper.local.report.GenerationReport;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.Service;
import io.tailkeeper.local.stack.Stack;
import io.tailkeeper.local.stack.StackOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged services: a run in whose middle one of them is killed ends as the undisturbed one does. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KillIT {

    @TempDir
    static Path folder;

    /** Every arm by the loss that remembers most from step to step. */
    private static final Experiment SMOKE = ExperimentReader.preset(
            "smoke",
            List.of(
                    Setting.parse("loss.name=dynamic-tce"),
                    Setting.parse("loss.divisor=kept-tokens"),
                    Setting.parse("training.gradient-accumulation=2")));

    private static Stack stack;
    private static Map<String, List<GenerationReport>> undisturbed;

    @BeforeAll
    static void runUndisturbed() throws InterruptedException {
        Path repository = Path.of(System.getProperty(Tailkeeper.HOME));
        stack = new Stack(new RunDirectory(folder), repository, StackOptions.on("cpu"), System.out::println);
        stack.start();
        undisturbed = run("undisturbed", new Watcher(null));
        assertThat(undisturbed.get("baseline").getLast().training().maskedShare())
                .isPositive();
    }

    @AfterAll
    static void close() {
        stack.close();
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void killedServiceChangesNeitherCheckpointsNorMeasures(Service service) throws InterruptedException {
        Watcher watcher = new Watcher(service);

        Map<String, List<GenerationReport>> disturbed = run("killed-" + service.word(), watcher);

        assertThat(watcher.killed).isTrue();
        assertThat(disturbed).isEqualTo(undisturbed);
        assertThat(stack.failure()).isEmpty();
    }

    private static Map<String, List<GenerationReport>> run(String experimentId, Display display)
            throws InterruptedException {
        List<RunRequested> requests = SMOKE.requests(experimentId, Instant.now());
        RunPublisher.publish(stack.bootstrapServers(), requests);
        Follower follower = new Follower(stack, display, InstantSource.system());
        assertThat(follower.follow(experimentId, requests)).isEmpty();
        return requests.stream()
                .map(request -> ArmReport.of(
                        request, follower.view().run(request.runId()).orElseThrow()))
                .peek(run -> assertThat(run.completed())
                        .as(run.runId() + " " + run.reason())
                        .isTrue())
                .collect(Collectors.toMap(
                        ArmReport::arm,
                        run -> run.generations().stream().map(KillIT::timeless).toList()));
    }

    /** Everything of a generation but how long it took. */
    private static GenerationReport timeless(GenerationReport each) {
        GenerationReport.Training training = each.training();
        return new GenerationReport(
                each.generation(),
                each.adopted(),
                each.stage(),
                each.heldOut(),
                each.text(),
                new GenerationReport.Training(
                        training.tokensTrained(),
                        training.steps(),
                        training.trainingLoss(),
                        training.maskedShare(),
                        training.effectiveSampleSize(),
                        training.bias(),
                        training.humanShareBeforeSelection(),
                        training.humanShareAfterSelection(),
                        training.poolAuroc(),
                        0),
                each.checkpointSha256(),
                Map.of(),
                each.books());
    }

    /** Kills a service once its own work on the first generation of an arm has begun. */
    private static final class Watcher implements Display {

        private final Service victim;
        private boolean killed;

        Watcher(Service victim) {
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
                            && (victim == Service.TRAINER ? progress.batches() > 0 : progress.collected() > 0));
            if (victim != null && !killed && inTheMiddle) {
                stack.children().stream()
                        .filter(child -> child.name().equals(victim.word()))
                        .forEach(child ->
                                ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly());
                killed = true;
            }
        }

        @Override
        public void close() {}
    }
}
