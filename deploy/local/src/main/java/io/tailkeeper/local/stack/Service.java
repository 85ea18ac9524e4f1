package io.tailkeeper.local.stack;

import java.nio.file.Path;
import java.util.Locale;

/** The four services. */
public enum Service {
    GENERATOR("generator-service", "-Xmx512m", true),
    DETECTOR("detector-service/service", "-Xms64m -Xmx512m", false),
    TRAINER("trainer-service/service", "-Xmx512m", true),
    METRICS("metrics-service", "-Xms64m -Xmx384m", false);

    private final String module;
    private final String heap;
    private final boolean holdsPyTorch;

    Service(String module, String heap, boolean holdsPyTorch) {
        this.module = module;
        this.heap = heap;
        this.holdsPyTorch = holdsPyTorch;
    }

    /** Its name in logs, topics and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its packaged program. */
    public Path program(Path repository) {
        return repository.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** What its Java heap may take; tensors come on top. */
    public String heap() {
        return heap;
    }

    boolean holdsPyTorch() {
        return holdsPyTorch;
    }
}
