package io.tailkeeper.generator.quarkus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The settings of a generator instance. */
@ConfigMapping(prefix = "tailkeeper.generator")
public interface GeneratorSettings {

    /** Threads of a PyTorch operation; 0 leaves it to PyTorch. */
    @Min(0)
    @WithDefault("0")
    int threads();

    /** Where models write: auto, cpu or cuda:N. Equal text needs an equal device. */
    @WithDefault("auto")
    String device();

    /** Files and folders that runs may have corpora, items and models read from, links resolved; none: the built-in corpus only. */
    Optional<List<Path>> allowedRoots();
}
