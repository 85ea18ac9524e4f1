package io.tailkeeper.metrics.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.metrics.MeasuringDesk;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The settings name topics by pattern; they are those of the contract. */
class LedgerTopicsTest {

    private final Pattern runs = pattern(LedgerPartitions.RUNS);
    private final Pattern samples = pattern(LedgerPartitions.SAMPLES);

    private static Pattern pattern(String channel) {
        try (InputStream settings = LedgerTopicsTest.class.getResourceAsStream("/application.properties")) {
            Properties properties = new Properties();
            properties.load(settings);
            return Pattern.compile(properties.getProperty("mp.messaging.incoming." + channel + ".topic"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyTopicOfTheServiceIsReadByOneChannel() {
        List<String> read = Topics.ALL.stream()
                .map(Topic::name)
                .filter(name ->
                        runs.matcher(name).matches() != samples.matcher(name).matches())
                .toList();

        assertThat(read)
                .containsExactlyElementsOf(Topics.ALL.stream()
                        .filter(topic -> topic.readers().contains(MeasuringDesk.SERVICE))
                        .map(Topic::name)
                        .toList());
        assertThat(Stream.of(Topics.RUNS_REQUESTED, Topics.RUNS_FINISHED).map(Topic::name))
                .hasSize(2)
                .allMatch(name -> runs.matcher(name).matches());
    }

    @Test
    void deadLettersOfSamplesAreReadButForTheServicesOwn() {
        assertThat(samples.matcher(Topics.SAMPLES_COLLECTED.deadLetter("detector"))
                        .matches())
                .isTrue();
        assertThat(samples.matcher(Topics.SAMPLES_COLLECTED.deadLetter("someone-elses"))
                        .matches())
                .isTrue();
        assertThat(samples.matcher(Topics.SAMPLES_COLLECTED.deadLetter("metrics"))
                        .matches())
                .isFalse();
        assertThat(samples.matcher(Topics.SAMPLES_SCORED.deadLetter("trainer")).matches())
                .isFalse();
    }
}
