package io.tailkeeper.contracts.topics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Finds the records that a broker threw away before a consumer group had read them. */
final class GoneRecords {

    private final Admin admin;
    private final @Nullable String group;

    /** @param group whose committed offsets count; where it has none, and where this is null, every record is needed */
    GoneRecords(Admin admin, @Nullable String group) {
        this.admin = admin;
        this.group = group;
    }

    /**
     * What of these topics the group has not read, and nobody can any more.
     *
     * @param topics none of them compacted; all exist
     * @return one sentence for each partition that lost some; empty when all is there
     */
    List<String> of(List<? extends Topic<?>> topics) {
        Map<String, Topic<?>> byName = topics.stream().collect(Collectors.toMap(Topic::name, topic -> topic));
        List<TopicPartition> partitions = described(byName.keySet()).stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions().size())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .toList();
        Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        Map<TopicPartition, OffsetAndMetadata> read = group == null ? Map.of() : committed(group);
        List<String> sentences = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = read.get(partition);
            long next = offset == null ? 0 : offset.offset();
            String loss = TopicAdmin.of(byName, partition.topic()).retention().loss();
            long begin = TopicAdmin.of(begins, partition);
            long end = TopicAdmin.of(ends, partition);
            if (begin > next) {
                sentences.add(partition + " begins at offset " + begin + ": its records from " + next
                        + " on are gone, unread" + (group == null ? "" : " by the group " + group)
                        + ". Raise retention.ms and retention.bytes of the topic. " + loss);
            } else if (end < next) {
                sentences.add(partition + " ends at offset " + end + ", and the group " + group
                        + " has read up to " + next + ": the topic was deleted and made again. " + loss);
            }
        }
        return sentences.stream().sorted().toList();
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, ListOffsetsResultInfo> found = TopicAdmin.await(
                "the offsets of the topics cannot be read",
                admin.listOffsets(partitions.stream().collect(Collectors.toMap(partition -> partition, p -> which)))
                        .all());
        return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .offset()));
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String its) {
        return TopicAdmin.await(
                "the offsets of the group " + its + " cannot be read",
                admin.listConsumerGroupOffsets(its).partitionsToOffsetAndMetadata());
    }

    private Collection<TopicDescription> described(Set<String> names) {
        return TopicAdmin.await(
                        "the topics cannot be described",
                        admin.describeTopics(names).allTopicNames())
                .values();
    }
}
