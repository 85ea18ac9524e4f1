package io.tailkeeper.kubernetes.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.kubernetes.Checkout;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rights of accounts come from {@code asyncapi.yaml}; here that is held to the code of the services. */
class RightsTest {

    private static final String READING =
            "(?:StateTopic\\.of\\(|subscribe\\(List\\.of\\(|new TopicPartition\\()Topics\\.([A-Z_]+)";
    private static final String WRITING = "(?:new Outgoing<>\\(|toRecord\\()Topics\\.([A-Z_]+)";

    private static Properties settings(String service) throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader(Checkout.properties(service)));
        return settings;
    }

    /** The topics of the contract that a service's channels of one direction have. */
    private static Set<String> channels(String service, String direction) throws IOException {
        Set<String> topics = new TreeSet<>();
        settings(service).forEach((name, value) -> {
            if (name.toString().matches("mp\\.messaging\\." + direction + "\\.[a-z-]+\\.topics?")) {
                Arrays.stream(value.toString().split(",(?![^(]*\\))")).forEach(pattern -> Topics.ALL.stream()
                        .map(Topic::name)
                        .filter(topic -> topic.equals(pattern) || topic.matches(pattern))
                        .forEach(topics::add));
            }
        });
        return topics;
    }

    /** The topics that the sources of a service name where they open a reader or a writer. */
    private static Set<String> sources(String service, String where) {
        Set<String> topics = new TreeSet<>();
        Pattern.compile(where)
                .matcher(Checkout.sources(service + "-service").replaceAll("\\(\\s+", "("))
                .results()
                .map(found -> constant(found.group(1)).name())
                .forEach(topics::add);
        return topics;
    }

    private static Topic<?> constant(String name) {
        try {
            return (Topic<?>) Topics.class.getField(name).get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Topics has no " + name, e);
        }
    }

    private static Set<String> together(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"generator", "detector", "trainer", "metrics"})
    void aServiceReadsAndWritesWhatTheContractSays(String service) throws IOException {
        assertThat(Rights.topics(service, "receive"))
                .isNotEmpty()
                .isEqualTo(together(channels(service, "incoming"), sources(service, READING)));
        assertThat(Rights.topics(service, "send"))
                .isNotEmpty()
                .isEqualTo(together(channels(service, "outgoing"), sources(service, WRITING)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"generator", "detector", "trainer", "metrics"})
    void deadLettersAreOfWhatIsRead(String service) {
        assertThat(Topics.ALL.stream()
                        .filter(topic -> topic.readers().contains(service))
                        .map(Topic::name))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(Rights.topics(service, "receive"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"generator", "metrics"})
    void groupsAreThoseOfTheChannels(String service) throws IOException {
        Stream<String> groups = settings(service).entrySet().stream()
                .filter(setting -> setting.getKey().toString().endsWith(".group.id"))
                .map(setting -> setting.getValue().toString())
                .distinct();

        assertThat(groups).isNotEmpty().containsExactlyElementsOf(Rights.GROUPS.get(service));
    }

    @Test
    void groupsAndTransactionsWithoutAChannelBeginAsTheSourcesSay() {
        String detector = Checkout.sources("detector-service/service");
        String trainer = Checkout.sources("trainer-service/service");

        assertThat(detector)
                .contains("return \"detector.\" + detectorId")
                .contains("\"group.id\", \"detector-calibration.\" + ids")
                .contains("TRANSACTIONAL_ID_CONFIG, \"tailkeeper-detector-\" + detectorId");
        assertThat(trainer)
                .contains("\"trainer-\" + directory.identity()")
                .contains("String CLIENT = \"trainer-batches\"")
                .contains("CLIENT + \"-\" + directory.identity()");
        assertThat(Rights.GROUPS.get("detector")).containsExactly("detector.", "detector-calibration.");
        assertThat(Rights.GROUPS.get("trainer")).containsExactly("trainer-");
        assertThat(Rights.TRANSACTIONS)
                .containsEntry("detector", List.of("tailkeeper-detector-"))
                .containsEntry("trainer", List.of("trainer-batches-"))
                .hasSize(2);
        assertThat(Checkout.sources("generator-service") + Checkout.sources("metrics-service"))
                .doesNotContain("TRANSACTIONAL_ID");
    }

    /** Experiments ask for runs, and so does the start form of the dashboard; nobody may delete, alter or make a topic. */
    @Test
    void noAccountMayChangeTheBroker() {
        assertThat(Rights.ALL).hasSize(5);
        assertThat(Rights.ALL.stream()
                        .flatMap(rights -> rights.rights().stream())
                        .flatMap(right -> right.operations().stream())
                        .distinct())
                .isNotEmpty()
                .containsExactlyInAnyOrder("Read", "Write", "Describe");
        assertThat(Rights.ALL.stream()
                        .filter(rights -> rights.rights().stream()
                                .anyMatch(right -> right.name().equals("runs.requested.v1")
                                        && right.operations().contains("Write")))
                        .map(Rights::account))
                .containsExactly("metrics", "experiment");
    }
}
