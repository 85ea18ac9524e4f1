package io.tailkeeper.local.stack;

import io.tailkeeper.process.ChildSpecification;
import io.tailkeeper.process.Jvm;
import io.tailkeeper.process.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One of the four services as a packaged program in a JVM of its own. */
final class ServiceRole implements Role {

    private static final Path NICE = Path.of("/usr/bin/nice");

    private final Service service;
    private final Path repository;
    private final RunDirectory directory;
    private final Map<String, String> neighbours;
    private final StackOptions options;

    /**
     * A service beside its neighbours.
     *
     * @param repository root of the repository, where the packaged programs lie
     * @param neighbours environment variables that name broker and store
     * @param options what a person chose
     */
    ServiceRole(
            Service service,
            Path repository,
            RunDirectory directory,
            Map<String, String> neighbours,
            StackOptions options) {
        this.service = service;
        this.repository = repository;
        this.directory = directory;
        this.neighbours = Map.copyOf(neighbours);
        this.options = options;
    }

    @Override
    public String name() {
        return service.word();
    }

    @Override
    public ChildSpecification specification(int port) {
        Path program = service.packaged(repository);
        Path folder = directory.madeData(name());
        Map<String, String> environment = new HashMap<>(neighbours);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("TAILKEEPER_INSTANCE_ID", name() + "-0"); // the same after a restart: it takes over at once
        environment.put("TAILKEEPER_DIRECTORY", folder.toString());
        environment.put("OPT_OUT_TRACKING", "true"); // DJL would report its use
        if (service.holdsPyTorch()) {
            environment.put("TAILKEEPER_" + name().toUpperCase(Locale.ROOT) + "_DIRECTORY", folder.toString());
            environment.putAll(TensorProcess.environment());
            environment.put("TAILKEEPER_" + name().toUpperCase(Locale.ROOT) + "_DEVICE", options.device());
        }
        if (service == Service.METRICS) {
            environment.put("TAILKEEPER_METRICS_STARTS", Boolean.toString(options.stays()));
        }
        if (service != Service.DETECTOR && !options.roots().isEmpty()) {
            environment.put(
                    "TAILKEEPER_" + name().toUpperCase(Locale.ROOT) + "_ALLOWED_ROOTS",
                    ListSetting.of(options.roots()));
        }
        threads()
                .ifPresent(count -> environment.put(
                        "TAILKEEPER_" + name().toUpperCase(Locale.ROOT) + "_THREADS", Integer.toString(count)));
        if (service == Service.DETECTOR) {
            environment.put("TAILKEEPER_INSTANCE_ID", "detector-0");
            environment.put("TAILKEEPER_DETECTOR_DETECTORS", ListSetting.of(options.detectors()));
            environment.put("TAILKEEPER_DETECTOR_DEVICE", options.device());
            environment.putAll(options.detectorSettings());
            environment.putAll(TensorProcess.environment()); // a likelihood holds PyTorch too
        }
        List<String> command = new ArrayList<>(priority());
        command.add(Jvm.PROGRAM);
        command.add("@" + service.options(repository));
        command.addAll(Jvm.crashOptions(directory.logs(), name()));
        command.addAll(List.of("-jar", program.toString()));
        return new ChildSpecification(command, environment, folder, directory.log(name()));
    }

    /** The trainer is what an experiment waits for: where cores are few, all others step back. */
    private List<String> priority() {
        boolean stepsBack = service != Service.TRAINER;
        return stepsBack && Files.isExecutable(NICE) ? List.of(NICE.toString(), "-n", "10") : List.of();
    }

    /** Threads of one tensor operation. */
    private OptionalInt threads() {
        return switch (service) {
            case GENERATOR -> OptionalInt.of(1);
            case TRAINER -> OptionalInt.of(TensorProcess.trainerThreads());
            case DETECTOR, METRICS -> OptionalInt.empty();
        };
    }

    @Override
    public boolean ready(int port) {
        return ServiceHealth.ready(port);
    }

    @Override
    public Optional<String> fault(int port) {
        return ServiceHealth.fault(port);
    }
}
