package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.metrics.IdHash;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.ShownTexts;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.layout.Fields;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.tailkeeper.metrics.redis.layout.StoredJson;
import io.tailkeeper.page.Excerpt;
import io.tailkeeper.page.ShownSamples;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Some samples of each generation, as JSON. Safe for use by several threads.
 *
 * <p>Throws {@link NotCaughtUpException} until Redis is complete, and {@code RedisAwayException} when it does not answer.
 */
public final class SampleViews {

    private final RedisCalls redis;
    private final CaughtUp caughtUp;

    public SampleViews(RedisCalls redis, CaughtUp caughtUp) {
        this.redis = redis;
        this.caughtUp = caughtUp;
    }

    /** Those of a generation; none where none are kept. */
    public String find(GenerationKey generation) {
        caughtUp.require();
        List<Response> answers = redis.pipeline(List.of(
                RedisCalls.request(Command.EXISTS, RedisKeys.COMPLETE),
                RedisCalls.request(Command.HGETALL, RedisKeys.shown(generation)),
                RedisCalls.request(Command.HGETALL, RedisKeys.weights(generation)),
                RedisCalls.request(Command.HGETALL, RedisKeys.pairs(generation)),
                RedisCalls.request(
                        Command.HMGET,
                        RedisKeys.ledger(generation.runId()),
                        Fields.of(generation, Fields.BATCHES),
                        Fields.of(generation, Fields.PUBLISHED),
                        Fields.of(generation, Fields.TRAINED))));
        if (answers.getFirst().toInteger() == 0) {
            throw new NotCaughtUpException("catching up: Redis was emptied, and everything is read again");
        }
        Map<String, Response> weights = RedisCalls.pairs(answers.get(2));
        return StoredJson.write(new ShownSamples(
                decided(answers.get(4)),
                RedisCalls.pairs(answers.get(1)).values().stream()
                        .map(json -> StoredJson.read(json.toString(), LedgerEntry.Scored.class))
                        .sorted(Comparator.comparingLong(
                                        (LedgerEntry.Scored scored) -> IdHash.rank(generation, scored.sampleId()))
                                .thenComparing(LedgerEntry.Scored::sampleId))
                        .map(scored -> pooled(scored, weights))
                        .toList(),
                pairs(RedisCalls.pairs(answers.get(3)))));
    }

    /** Whether every batch is known that the generation learns. */
    private static boolean decided(Response fields) {
        Response batches = fields.get(0);
        Response published = fields.get(1);
        return fields.get(2) != null
                || (batches != null && published != null && batches.toInteger() >= published.toInteger());
    }

    private static ShownSamples.Pooled pooled(LedgerEntry.Scored scored, Map<String, Response> weights) {
        LedgerEntry.SampleText text = Objects.requireNonNull(scored.text(), "the text of a sample that is shown");
        Response weight = weights.get(scored.sampleId());
        return new ShownSamples.Pooled(
                scored.sampleId(),
                scored.source(),
                text.writtenBy(),
                text.prompt(),
                text.text(),
                scored.syntheticProbability(),
                weight == null ? null : weight.toDouble(),
                null);
    }

    /** Those of which both sides have come. */
    private static List<ShownSamples.Pair> pairs(Map<String, Response> texts) {
        return IntStream.range(0, ShownTexts.PAIRS)
                .filter(index -> texts.containsKey(index + ":human") && texts.containsKey(index + ":model"))
                .mapToObj(index -> new ShownSamples.Pair(
                        index,
                        excerpt(texts, index + ":prompt"),
                        excerpt(texts, index + ":human"),
                        excerpt(texts, index + ":model")))
                .toList();
    }

    private static Excerpt excerpt(Map<String, Response> texts, String name) {
        return StoredJson.read(Objects.requireNonNull(texts.get(name), name).toString(), Excerpt.class);
    }
}
