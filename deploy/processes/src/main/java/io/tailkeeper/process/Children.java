package io.tailkeeper.process;

import io.tailkeeper.contracts.files.FreePorts;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Several children at once. */
public final class Children {

    private Children() {}

    /**
     * Starts all of them and waits until they are ready; once one cannot be started, nobody waits for the others.
     *
     * @throws ProcessException why the first of them was not
     */
    public static void start(List<Child> children, FreePorts ports) {
        start(children, ports, child -> {});
    }

    /**
     * The same for somebody who wants to know which ones are ready.
     *
     * @param ready receives each as soon as it is, by any thread
     * @throws ProcessException why the first of them was not
     */
    public static void start(List<Child> children, FreePorts ports, Consumer<Child> ready) {
        AtomicReference<RuntimeException> first = new AtomicReference<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Child child : children) {
                threads.execute(() -> {
                    try {
                        child.start(ports);
                        ready.accept(child);
                    } catch (RuntimeException e) {
                        first.compareAndSet(null, e);
                        children.forEach(Child::stop);
                    }
                });
            }
        }
        if (first.get() != null) {
            throw first.get();
        }
    }
}
