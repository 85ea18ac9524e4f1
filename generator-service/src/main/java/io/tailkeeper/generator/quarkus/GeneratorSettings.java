package io.tailkeeper.generator.quarkus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of a generator instance. */
@ConfigMapping(prefix = "tailkeeper.generator")
public interface GeneratorSettings {

    /** Threads of a PyTorch operation; 0 leaves it to PyTorch. */
    @WithDefault("0")
    int threads();

    /** Where models write: auto, cpu or cuda:N. Equal text needs an equal device. */
    @WithDefault("auto")
    String device();
}
