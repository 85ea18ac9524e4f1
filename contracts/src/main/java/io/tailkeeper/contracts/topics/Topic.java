package io.tailkeeper.contracts.topics;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka topic of the contract.
 *
 * @param name name with version
 * @param message the record it carries
 * @param key what the record key is made of
 * @param keyOf the record key of a message
 * @param compacted whether the newest record of a key is kept for ever
 * @param ordered whether it has one partition, so that all of it is in one order
 * @param readers the services that read it, and so may refuse records of it
 * @param retention how long its records must be kept
 */
public record Topic<T>(
        String name,
        Class<T> message,
        String key,
        Function<T, String> keyOf,
        boolean compacted,
        boolean ordered,
        List<String> readers,
        Retention retention) {

    /**
     * Largest record, key and headers included: {@code max.message.bytes} of every topic, and {@code max.request.size} of
     * every producer that writes messages as large as {@link ContractJson#MAXIMUM_BYTES}, or dead letters.
     */
    public static final int MAXIMUM_RECORD_BYTES = ContractJson.MAXIMUM_BYTES + 1024 * 1024;

    public Topic {
        readers = List.copyOf(readers);
    }

    /** The topic that a service's unreadable or refused records of this one go to. */
    public String deadLetter(String service) {
        return name + "." + service + ".dlq";
    }

    /** The dead-letter topics of all its readers. */
    public List<String> deadLetters() {
        return readers.stream().map(this::deadLetter).toList();
    }

    /**
     * Checks the record key of a message where the topic is compacted: there it decides which older record is replaced.
     *
     * @throws RejectedMessageException when it is another one than the message's
     */
    public void requireKey(T message, byte @Nullable [] recordKey) {
        String expected = keyOf.apply(message);
        if (compacted && !Arrays.equals(expected.getBytes(StandardCharsets.UTF_8), recordKey)) {
            String found = recordKey == null ? "missing" : '"' + new String(recordKey, StandardCharsets.UTF_8) + '"';
            throw new RejectedMessageException("the record's key is " + found + ", but should be " + key + ", \""
                    + expected + "\": the topic is compacted, and keeps the newest record of each key");
        }
    }

    /** The JSON Schema of the messages: {@code schemas/<event>.v1.json} on the class path. */
    public String schema() {
        return "schemas/" + kebab(message.getSimpleName()) + ".v1.json";
    }

    /** The CloudEvents type of the messages. */
    public String eventType() {
        return "io.tailkeeper." + kebab(message.getSimpleName()) + ".v1";
    }

    private static String kebab(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
    }
}
