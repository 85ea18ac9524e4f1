package io.tailkeeper.trainer.generation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tailkeeper.contracts.GenerationKey;
import java.util.List;

/** What Prometheus shows of trainings: all there from the start, so that an increase from nothing is seen. */
final class TrainingMeters {

    private final Counter tokens;
    private final Counter busySeconds;
    private final Counter notFinite;
    private final MultiGauge loss;
    private final MultiGauge device;

    TrainingMeters(MeterRegistry meters) {
        tokens = meters.counter("tailkeeper.trainer.tokens");
        busySeconds = meters.counter("tailkeeper.trainer.busy.seconds");
        notFinite = meters.counter("tailkeeper.trainer.not.finite");
        loss = MultiGauge.builder("tailkeeper.trainer.loss").register(meters);
        device = MultiGauge.builder("tailkeeper.trainer.device").register(meters);
    }

    /** Where models are trained: cpu or cuda:N, the value of a label. */
    void device(String name) {
        device.register(List.of(MultiGauge.Row.of(Tags.of("device", name), 1)), true);
    }

    /** A step read tokens, for some seconds. */
    void stepped(long read, double seconds) {
        tokens.increment((double) read);
        busySeconds.increment(seconds);
    }

    /** The mean loss of the newest steps, nats a token; it takes the place of any other generation's. */
    void loss(GenerationKey generation, double nats) {
        Tags tags = Tags.of("run", generation.runId(), "generation", Integer.toString(generation.generation()));
        loss.register(List.of(MultiGauge.Row.of(tags, nats)), true);
    }

    /** A loss or a gradient was no finite number. */
    void notFinite() {
        notFinite.increment();
    }
}
