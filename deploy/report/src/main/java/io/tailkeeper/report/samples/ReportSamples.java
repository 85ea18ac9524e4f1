package io.tailkeeper.report.samples;

import io.tailkeeper.page.ShownSamples;
import java.util.Map;
import java.util.TreeMap;

/**
 * The samples that a report carries.
 *
 * @param byRun by run and generation
 */
public record ReportSamples(Map<String, Map<Integer, ShownSamples>> byRun) {

    /** No samples. */
    public static final ReportSamples NONE = new ReportSamples(Map.of());

    public ReportSamples {
        Map<String, Map<Integer, ShownSamples>> copy = new TreeMap<>();
        byRun.forEach((run, generations) -> copy.put(run, new TreeMap<>(generations)));
        byRun = copy;
    }
}
