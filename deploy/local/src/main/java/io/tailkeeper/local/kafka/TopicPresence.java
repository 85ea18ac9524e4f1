package io.tailkeeper.local.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Uuid;

/**
 * Whether the topics of the contract are there, and are those that were there at first.
 *
 * <p>Not safe for use by several threads.
 */
final class TopicPresence {

    private static final String LOST =
            "; what it held is lost\n  and runs that need it stand still: end this run and start it anew";

    private final Map<String, Uuid> known = new HashMap<>();
    private final Set<String> missing = new HashSet<>();
    private final Set<String> told = new HashSet<>();

    /**
     * What is new.
     *
     * @param topics that are wanted
     * @param present those of them that the broker has, with what tells a topic from a later one of the same name
     */
    List<String> news(List<String> topics, Map<String, Uuid> present) {
        List<String> news = new ArrayList<>();
        for (String topic : topics) {
            Uuid now = present.get(topic);
            if (now == null) {
                missing(topic, news);
            } else {
                present(topic, now, news);
            }
        }
        return news;
    }

    /** Told when two looks in a row miss it: a broker that has just come up may not know it yet. */
    private void missing(String topic, List<String> news) {
        if (!missing.add(topic) && told.add(topic)) {
            news.add(
                    known.containsKey(topic)
                            ? "topic " + topic + " was deleted" + LOST
                            : "topic " + topic + " is not there: make the topics of the contract before a run");
        }
    }

    private void present(String topic, Uuid now, List<String> news) {
        missing.remove(topic);
        boolean wasTold = told.remove(topic);
        Uuid before = known.put(topic, now);
        if (before != null && !before.equals(now)) {
            news.add(
                    wasTold
                            ? "topic " + topic + " is there again, and empty"
                            : "topic " + topic + " was deleted and made again" + LOST);
        }
    }
}
