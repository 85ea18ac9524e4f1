package io.tailkeeper.metrics.start;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether experiments may be started here, and who would work on them.
 *
 * @param refusal why none may be started; null where one may
 * @param services who listens, of {@code generator}, {@code trainer} and each detector as {@code detector.ID}; null where the brokers
 *     do not say
 */
public record ListenersView(@Nullable String refusal, @Nullable List<String> services) {

    /** The consumer group of the generators. */
    public static final String GENERATOR = "generator";

    private static final String TRAINER = "trainer";
    private static final String DETECTOR = "detector.";

    public ListenersView {
        services = services == null ? null : List.copyOf(services);
    }

    /** Whether a consumer group is one of a service that works on runs. */
    public static boolean isOfWorkers(String group) {
        return group.equals(GENERATOR) || group.startsWith(TRAINER + "-") || group.startsWith(DETECTOR);
    }

    /** The services of these consumer groups; each folder of a trainer has a group of its own. */
    public static List<String> services(Collection<String> groups) {
        return groups.stream()
                .map(group -> group.startsWith(TRAINER + "-") ? TRAINER : group)
                .distinct()
                .sorted()
                .toList();
    }
}
