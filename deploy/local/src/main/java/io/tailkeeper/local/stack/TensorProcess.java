package io.tailkeeper.local.stack;

import java.util.HashMap;
import java.util.Map;

/** What a process that holds PyTorch is given. */
public final class TensorProcess {

    private static final Map<String, String> ENVIRONMENT = environmentOf(Map.of(
            // Freed tensors stay with the process: returning them to the system costs a sixth of the training speed.
            "MALLOC_MMAP_THRESHOLD_", "4294967296",
            "MALLOC_TRIM_THRESHOLD_", "8589934592",
            // Nor do the arenas of other threads than the first return it, which that does not govern: at times a
            // training took its memory again page by page in every step.
            "MALLOC_TOP_PAD_", "268435456",
            // The number of threads decides the order of sums: it must not change while a run goes on. Threads that
            // wait sleep: spinning ones take the cores from the other services, and training falls to a tenth.
            "OMP_DYNAMIC", "false",
            "MKL_DYNAMIC", "false",
            "OMP_WAIT_POLICY", "PASSIVE"));

    private TensorProcess() {}

    private static Map<String, String> environmentOf(Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("OPT_OUT_TRACKING", "true"); // DJL would report its use
        return Map.copyOf(environment);
    }

    /** Environment variables: allocator and threads. */
    public static Map<String, String> environment() {
        return ENVIRONMENT;
    }

    /**
     * Threads of one tensor operation of the trainer. Small products gain little from a second thread that has to be
     * woken for each, and the services share the cores.
     */
    public static int trainerThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
