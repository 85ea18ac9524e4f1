package io.tailkeeper.trainer.quarkus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** The trainer's settings. */
@ConfigMapping(prefix = "tailkeeper.trainer")
public interface TrainerConfiguration {

    /** Where checkpoints, spools and training states lie; the generator reads checkpoints by their file URI. */
    @WithDefault("tailkeeper-trainer")
    Path directory();

    /** Threads of one tensor operation; 0 leaves the number to PyTorch. Equal results need an equal number. */
    @WithDefault("0")
    int threads();

    /** Where models are trained: auto, cpu or cuda:N. Equal results need an equal device. */
    @WithDefault("auto")
    String device();
}
