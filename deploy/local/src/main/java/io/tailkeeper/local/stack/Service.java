package io.tailkeeper.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The four services.
 *
 * <p>Trainer and metrics run what the first compiler makes of them: in a run of minutes the second one takes more processor
 * time (13 and 15 s of a quickstart) than its code would save them, whose own work is short or done by PyTorch.
 */
public enum Service {
    GENERATOR("generator-service", "-Xmx512m", true),

    /**
     * Most of what it allocates is dead when its batch is committed. With survivor spaces that hold the batches in flight
     * none of it reaches the old generation, which the serial collector would let fill up to the limit before it looked at
     * it; the limit is for the features of large calibration parts.
     */
    DETECTOR(
            "detector-service/service",
            "-Xms96m -Xmx512m -Xmn64m -XX:SurvivorRatio=2 -XX:TargetSurvivorRatio=90",
            false),
    TRAINER("trainer-service/service", "-Xmx512m -XX:TieredStopAtLevel=1", true),
    METRICS("metrics-service", "-Xms64m -Xmx384m -XX:TieredStopAtLevel=1", false);

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

    /**
     * Its packaged program, which is there.
     *
     * @throws StackException when it is not
     */
    public Path packaged(Path repository) {
        Path program = program(repository);
        if (!Files.isRegularFile(program)) {
            throw new StackException(program + " is missing; build it with ./tailkeeper test, or with mvn package");
        }
        return program;
    }

    /** What its Java heap may take; tensors come on top. */
    public String heap() {
        return heap;
    }

    boolean holdsPyTorch() {
        return holdsPyTorch;
    }
}
