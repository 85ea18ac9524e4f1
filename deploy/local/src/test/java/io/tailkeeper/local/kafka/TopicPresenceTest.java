package io.tailkeeper.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TopicPresenceTest {

    private static final List<String> TOPICS = List.of("a.v1");
    private static final Map<String, Uuid> THERE = Map.of("a.v1", Uuid.randomUuid());

    private final TopicPresence presence = new TopicPresence();

    @Test
    void aDeletedTopicIsNamedOnceAndSoIsItsReturn() {
        assertThat(presence.news(TOPICS, THERE)).isEmpty();
        assertThat(presence.news(TOPICS, Map.of())).isEmpty();
        assertThat(presence.news(TOPICS, Map.of()))
                .singleElement()
                .asString()
                .startsWith("topic a.v1 was deleted; what it held is lost");
        assertThat(presence.news(TOPICS, Map.of())).isEmpty();
        assertThat(presence.news(TOPICS, Map.of("a.v1", Uuid.randomUuid())))
                .containsExactly("topic a.v1 is there again, and empty");
    }

    @Test
    void aTopicThatWasDeletedAndMadeAgainBetweenTwoLooksIsNamed() {
        presence.news(TOPICS, THERE);

        assertThat(presence.news(TOPICS, Map.of("a.v1", Uuid.randomUuid())))
                .singleElement()
                .asString()
                .startsWith("topic a.v1 was deleted and made again; what it held is lost");
    }

    @Test
    void aTopicThatIsMissingForOneLookIsNotNamed() {
        presence.news(TOPICS, THERE);

        assertThat(presence.news(TOPICS, Map.of())).isEmpty();
        assertThat(presence.news(TOPICS, THERE)).isEmpty();
        assertThat(presence.news(TOPICS, Map.of())).isEmpty();
    }

    @Test
    void aTopicThatWasNeverThereIsNamedAsSuch() {
        presence.news(TOPICS, Map.of());

        assertThat(presence.news(TOPICS, Map.of()))
                .containsExactly("topic a.v1 is not there: make the topics of the contract before a run");
    }
}
