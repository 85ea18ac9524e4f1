package io.tailkeeper.trainer.quarkus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The trainer's settings. */
@ConfigMapping(prefix = "tailkeeper.trainer")
public interface TrainerSettings {

    /** Where checkpoints, spools and training states lie; without a store, others read checkpoints there by their file URI. */
    @WithDefault("tailkeeper-trainer")
    Path directory();

    /** Threads of one tensor operation; 0 leaves the number to PyTorch. Equal results need an equal number. */
    @Min(0)
    @WithDefault("0")
    int threads();

    /** Where models are trained: auto, cpu or cuda:N. Equal results need an equal device. */
    @WithDefault("auto")
    String device();

    /** Files and folders that runs may have models read from, links resolved; none: every model begins with new weights. */
    Optional<List<Path>> allowedRoots();
}
