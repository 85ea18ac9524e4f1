package io.tailkeeper.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service whose broker's name leads nowhere yet. ManifestImagesIT has whole services. */
class BrokerNamesTest {

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final List<String> asked = new ArrayList<>();

    @Test
    void waitsUntilANameIsKnown() {
        new BrokerNames("kafka-0.kafka:9092, kafka-1.kafka:9093", this::theThirdTime, PAUSE).await();

        assertThat(asked)
                .containsExactly("kafka-0.kafka", "kafka-1.kafka", "kafka-0.kafka", "kafka-1.kafka", "kafka-0.kafka");
    }

    private boolean theThirdTime(String host) {
        asked.add(host);
        return asked.size() == 5;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:9092",
                "localhost:9092",
                "OUTSIDE://localhost:9092",
                "nowhere.invalid:1,localhost:9092",
                "[::1]:9092"
            })
    void oneKnownNameIsEnough(String servers) {
        new BrokerNames(servers, host -> !host.endsWith(".invalid") && asked.add(host), PAUSE).await();

        assertThat(asked).hasSize(1).noneMatch(host -> host.contains("9092") || host.contains("//"));
    }

    @Test
    void whatIsNoListOfBrokersIsLeftToKafka() {
        new BrokerNames("", asked::add, PAUSE).await();

        assertThat(asked).isEmpty();
    }

    @Test
    void aServiceThatIsStoppedWaitsNoLonger() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> new BrokerNames("nowhere.invalid:9092", host -> false, PAUSE).await())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stopped before a name of the brokers nowhere.invalid:9092 was known");
        assertThat(Thread.interrupted()).isFalse();
    }
}
