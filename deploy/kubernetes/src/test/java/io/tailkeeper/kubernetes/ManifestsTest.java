package io.tailkeeper.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.kubernetes.rules.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The overlays, and every combination of components, keep every rule. */
class ManifestsTest {

    static List<String> faults(Manifests manifests) {
        return Rule.ALL.stream()
                .flatMap(rule -> rule.faults(manifests).stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void overlayKeepsEveryRule(String overlay) throws Exception {
        Manifests manifests = Kustomize.render(Path.of("overlays", overlay));

        assertThat(manifests.pods()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(faults(manifests)).isEmpty();
    }

    @Test
    void everyCombinationKeepsEveryRule() throws Exception {
        Map<String, List<String>> faults = new TreeMap<>();
        List<Callable<Void>> tasks = new ArrayList<>();
        Combinations.all()
                .forEach(components -> tasks.add(() -> {
                    List<String> found = faults(Kustomize.render(components));
                    synchronized (faults) {
                        faults.put(String.join(" + ", components), found);
                    }
                    return null;
                }));
        try (ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (Future<Void> done : workers.invokeAll(tasks)) {
                done.get();
            }
        }

        assertThat(faults).hasSize(288);
        faults.values().removeIf(List::isEmpty);
        assertThat(faults).isEmpty();
    }
}
