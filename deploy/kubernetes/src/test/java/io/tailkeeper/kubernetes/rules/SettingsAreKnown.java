package io.tailkeeper.kubernetes.rules;

import io.tailkeeper.kubernetes.Checkout;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Every environment variable of a service is one that it reads: a setting of the tables in the READMEs, which are made from the
 * code, with a value of its type; a setting of Quarkus; or one of Kafka's clients. A broker's are the broker's. What images say
 * of allocators and native libraries is left to them.
 */
final class SettingsAreKnown implements Rule {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `[a-z.-]+`<br>`(TAILKEEPER_[A-Z_]+)` \\| ([^|]+) \\|");
    private static final Pattern WHOLE = Pattern.compile("\\d+");
    private static final Set<String> OF_CHECKPOINTS = Set.of("generator", "detector", "trainer");
    /** What Amazon's client reads of who it is. */
    private static final Set<String> CREDENTIALS = Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");

    private static final Map<String, Set<String>> OTHERS = Map.of(
            "kafka", Set.of("CLUSTER_ID", "KAFKA_HEAP_OPTS", "LOG_DIR"),
            "redis", Set.of("REDIS_PASSWORD"));

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (Pod pod : manifests.pods()) {
            pod.containers()
                    .forEach(container ->
                            manifests.environment(container).forEach((name, value) -> known(pod, name, value, faults)));
        }
        return faults;
    }

    private static void known(Pod pod, String name, String value, List<String> faults) {
        boolean ours = Checkout.SERVICES.contains(pod.name()) || pod.name().equals("experiment");
        if (ours && name.startsWith("TAILKEEPER_")) {
            String type = tables(pod.name()).get(name);
            if (type == null) {
                faults.add(pod.owner() + ": " + name + " is no setting of it");
            } else if (value != null && !fits(type, value)) {
                faults.add(pod.owner() + ": " + name + " is " + type + ", not " + value);
            }
            return;
        }
        boolean known = ours
                ? QuarkusSettings.contains(name)
                        || clients(name)
                        || (OF_CHECKPOINTS.contains(pod.name()) && CREDENTIALS.contains(name))
                : OTHERS.getOrDefault(pod.name(), Set.of()).contains(name) || BrokerSettings.ofImage(name);
        if (!known) {
            faults.add(pod.owner() + ": nobody reads " + name);
        }
    }

    private static boolean fits(String type, String value) {
        if (type.startsWith("whole number")) {
            return WHOLE.matcher(value).matches();
        }
        return !type.startsWith("`true`") || value.equals("true") || value.equals("false");
    }

    /** Names and types of the settings of a service, from the tables that the code makes. */
    private static Map<String, String> tables(String service) {
        Map<String, String> settings = new HashMap<>(rows("contracts/flow/README.md"));
        if (Checkout.SERVICES.contains(service)) {
            settings.putAll(rows(service + "-service/README.md"));
        }
        if (OF_CHECKPOINTS.contains(service)) {
            settings.putAll(rows("trainer-service/checkpoints/README.md"));
        }
        return settings;
    }

    private static Map<String, String> rows(String readme) {
        Map<String, String> rows = new HashMap<>();
        Matcher row = ROW.matcher(Checkout.text(readme));
        while (row.find()) {
            rows.put(row.group(1), row.group(2).strip());
        }
        return rows;
    }

    /** Quarkus hands {@code KAFKA_SOME_NAME} to every client as {@code some.name}. */
    private static boolean clients(String name) {
        if (!name.startsWith("KAFKA_")) {
            return false;
        }
        String setting =
                name.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
        return ConsumerConfig.configNames().contains(setting)
                && ProducerConfig.configNames().contains(setting);
    }
}
