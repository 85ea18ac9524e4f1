package io.tailkeeper.contracts.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A topic as the contract and an installation want it.
 *
 * @param ordered whether it must have one partition
 * @param configuration the broker's settings of it
 */
record WantedTopic(
        String name, int partitions, boolean ordered, Map<String, String> configuration, Retention retention) {

    private static final String POLICY = "cleanup.policy";
    private static final String LARGEST = "max.message.bytes";
    private static final String RETENTION = "retention.ms";
    private static final String BYTES = "retention.bytes";
    private static final long FOR_EVER = -1;

    /** The topics of the contract and the dead-letter topics of their readers. */
    static List<WantedTopic> all(TopicSettings settings) {
        List<WantedTopic> all = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            int partitions = topic.ordered() ? 1 : settings.partitions();
            all.add(new WantedTopic(
                    topic.name(),
                    partitions,
                    topic.ordered(),
                    topic.compacted() ? compacted() : kept(settings.retention()),
                    topic.retention()));
            topic.deadLetters()
                    .forEach(name -> all.add(
                            new WantedTopic(name, 1, false, kept(settings.retention()), Retention.OF_DEAD_LETTERS)));
        }
        return List.copyOf(all);
    }

    private static Map<String, String> compacted() {
        return Map.of(POLICY, "compact", LARGEST, Integer.toString(Topic.MAXIMUM_RECORD_BYTES));
    }

    private static Map<String, String> kept(@Nullable Duration retention) {
        long milliseconds = retention == null ? FOR_EVER : retention.toMillis();
        return Map.of(
                POLICY,
                "delete",
                LARGEST,
                Integer.toString(Topic.MAXIMUM_RECORD_BYTES),
                RETENTION,
                Long.toString(milliseconds),
                BYTES,
                Long.toString(FOR_EVER));
    }

    /**
     * What an existing topic has less than this one, each with its mend; empty when it will do.
     *
     * @param found its number of partitions
     * @param settings its settings on the broker, by name
     */
    List<String> differences(int found, Map<String, String> settings) {
        List<String> differences = new ArrayList<>();
        partitionDifference(found).ifPresent(differences::add);
        if (!Objects.equals(configuration.get(POLICY), settings.get(POLICY))) {
            differences.add(difference(POLICY, settings, retention.loss()));
        }
        if (number(settings, LARGEST) < number(configuration, LARGEST)) {
            differences.add(difference(LARGEST, settings, "The largest messages and dead letters are not taken."));
        }
        for (String bound : List.of(RETENTION, BYTES)) {
            if (configuration.containsKey(bound) && shorter(number(settings, bound), number(configuration, bound))) {
                differences.add(difference(
                        bound, settings, "Records must be kept " + retention.until() + ". " + retention.loss()));
            }
        }
        return differences;
    }

    private Optional<String> partitionDifference(int found) {
        if (ordered && found > 1) {
            return Optional.of(
                    name + " has " + found + " partitions, and must have 1: all its records are in one order."
                            + " No topic can lose partitions: delete it, with its records, and let it be made again");
        }
        if (found < partitions) {
            return Optional.of(
                    name + " has " + found + (found == 1 ? " partition" : " partitions") + " where " + partitions
                            + " are wanted: so many instances of a service share its work. Mend: kafka-topics.sh --alter --topic "
                            + name + " --partitions " + partitions);
        }
        return Optional.empty();
    }

    private String difference(String setting, Map<String, String> settings, String consequence) {
        String wanted = configuration.get(setting);
        return name + " has " + setting + "=" + settings.get(setting) + " where " + wanted + " is wanted. "
                + consequence
                + " Mend: kafka-configs.sh --alter --entity-type topics --entity-name " + name + " --add-config "
                + setting + "=" + wanted;
    }

    private static long number(Map<String, String> settings, String name) {
        return Long.parseLong(settings.get(name));
    }

    private static boolean shorter(long found, long wanted) {
        return found != FOR_EVER && (wanted == FOR_EVER || found < wanted);
    }
}
