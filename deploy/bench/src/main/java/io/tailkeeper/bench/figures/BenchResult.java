package io.tailkeeper.bench.figures;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a bench found.
 *
 * @param name the bench
 * @param settings what was measured, by name
 * @param value the figure
 * @param unit of the figure
 * @param reference what it is compared with, measured in the same process
 * @param referenceUnit of the reference
 * @param ratio how much of the reference was reached; the figures are brought to one unit first
 * @param seconds that were measured
 * @param peakMemoryBytes largest resident size of the process; 0 where the system does not tell
 * @param phases further figures, by name with unit
 * @param parts measures of their own, by name; left out of the JSON where a bench has one measure only
 */
public record BenchResult(
        String name,
        Map<String, Object> settings,
        double value,
        String unit,
        double reference,
        String referenceUnit,
        double ratio,
        double seconds,
        long peakMemoryBytes,
        Map<String, Double> phases,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, BenchPart> parts) {

    public BenchResult {
        settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        phases = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(phases));
        parts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** One measure. */
    public BenchResult(
            String name,
            Map<String, Object> settings,
            double value,
            String unit,
            double reference,
            String referenceUnit,
            double ratio,
            double seconds,
            long peakMemoryBytes,
            Map<String, Double> phases) {
        this(name, settings, value, unit, reference, referenceUnit, ratio, seconds, peakMemoryBytes, phases, Map.of());
    }
}
