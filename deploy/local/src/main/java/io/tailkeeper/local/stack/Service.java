package io.tailkeeper.local.stack;

import io.tailkeeper.process.ProcessException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The four services. */
public enum Service {
    GENERATOR("generator-service", true),
    DETECTOR("detector-service/service", false),
    TRAINER("trainer-service/service", true),
    METRICS("metrics-service", false);

    private final String module;
    private final boolean holdsPyTorch;

    Service(String module, boolean holdsPyTorch) {
        this.module = module;
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
     * @throws ProcessException when it is not
     */
    public Path packaged(Path repository) {
        Path program = program(repository);
        if (!Files.isRegularFile(program)) {
            throw new ProcessException(program + " is missing; build it with ./tailkeeper test, or with mvn package");
        }
        return program;
    }

    /** The file with the options of its JVM, for {@code java @FILE}; tensors come on top of its heap. */
    public Path options(Path repository) {
        return repository.resolve(module).resolve("target/classes/META-INF/jvm.options");
    }

    boolean holdsPyTorch() {
        return holdsPyTorch;
    }
}
