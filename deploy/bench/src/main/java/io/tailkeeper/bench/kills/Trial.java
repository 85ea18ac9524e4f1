package io.tailkeeper.bench.kills;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentReader;
import io.tailkeeper.experiment.Setting;
import io.tailkeeper.local.follow.Follower;
import io.tailkeeper.local.follow.RunPublisher;
import io.tailkeeper.local.stack.Stack;
import io.tailkeeper.process.ProcessException;
import io.tailkeeper.report.view.Display;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The small experiment that is run again and again: every arm by the loss that remembers most from step to step. */
public final class Trial {

    private final Experiment experiment;

    /** A trial of so many generations after the first. */
    public Trial(int generations) {
        experiment = ExperimentReader.preset(
                "smoke",
                List.of(
                        Setting.parse("generations=" + generations),
                        Setting.parse("loss.name=dynamic-tce"),
                        Setting.parse("loss.divisor=kept-tokens"),
                        Setting.parse("training.gradient-accumulation=2")));
    }

    /**
     * Runs it to its end on a stack that is up.
     *
     * @throws ProcessException when it cannot come to an end
     */
    public Outcome run(Stack stack, String experimentId, Display display) throws InterruptedException {
        List<RunRequested> requests = experiment.requests(experimentId, Instant.now());
        RunPublisher.publish(stack.kafka(), requests);
        Follower follower = new Follower(stack, display, InstantSource.system());
        Optional<String> hindrance = follower.follow(experimentId, requests);
        if (hindrance.isPresent()) {
            throw new ProcessException(experimentId + " did not come to its end: " + hindrance.get());
        }
        return Outcome.of(requests, follower.view());
    }
}
