package io.tailkeeper.report.progress;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.ModelSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What runs are expected to take before anything of them has been seen. */
final class ExpectedTime {

    /** For a unit of work and a thousand parameters: the quickstart, 3.7 million units and 852, took 200 s on two cores. */
    private static final double NANOS = 64;

    /** A model that is smaller than this costs no less: it is not what takes the time then. */
    private static final double LEAST_PARAMETERS = 250_000;

    private ExpectedTime() {}

    /** That of an experiment; empty where a model comes from a file, which nobody has looked into here. */
    static Optional<Duration> of(List<RunRequested> runs) {
        double nanos = 0;
        for (RunRequested run : runs) {
            ModelSpecification model = run.specification().model();
            if (model.pretrained() != null || model.preset() != null) {
                return Optional.empty();
            }
            nanos += NANOS
                    * Math.max(LEAST_PARAMETERS, parameters(model))
                    / 1_000
                    * ArmProgress.of(run, null).weight();
        }
        return Optional.of(Duration.ofNanos((long) nanos));
    }

    /** Of a GPT-2, whose output layer is its embedding: those of its blocks' matrices and of its tokens. */
    private static double parameters(ModelSpecification model) {
        double width = model.embeddingSize();
        return 12 * model.layers() * width * width + model.vocabularySize() * width;
    }
}
