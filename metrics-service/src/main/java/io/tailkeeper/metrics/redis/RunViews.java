package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.metrics.redis.calls.RedisAwayException;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.calls.Script;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.tailkeeper.metrics.redis.layout.StoredJson;
import io.tailkeeper.metrics.view.LossPoint;
import io.tailkeeper.metrics.view.RunState;
import io.tailkeeper.metrics.view.RunSummary;
import io.tailkeeper.metrics.view.RunView;
import io.vertx.redis.client.Response;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What is shown of all runs, as JSON; everything or nothing. Safe for use by several threads.
 *
 * <p>Every method throws {@link NotCaughtUpException} until Redis is complete, and {@link RedisAwayException} when it does not
 * answer.
 */
public final class RunViews {

    private static final Script SCRIPT = Script.load("read", RedisKeys.COMPLETE);

    private final RedisCalls redis;
    private final CaughtUp caughtUp;

    public RunViews(RedisCalls redis, CaughtUp caughtUp) {
        this.redis = redis;
        this.caughtUp = caughtUp;
    }

    /** All runs, in the order they were asked for. */
    public List<RunSummary> summaries() {
        Response values = read("HVALS", RedisKeys.SUMMARIES);
        return stream(values)
                .map(json -> StoredJson.read(json.toString(), RunSummary.class))
                .sorted()
                .toList();
    }

    /** A run. */
    public Optional<String> find(String runId) {
        return Optional.ofNullable(read("GET", RedisKeys.run(runId))).map(Response::toString);
    }

    /** The measures of a generation. */
    public Optional<String> measures(String runId, String generation) {
        return measuredGenerations(runId).contains(generation)
                ? Optional.of(read("GET", RedisKeys.generation(new GenerationKey(runId, Integer.parseInt(generation)))))
                        .map(Response::toString)
                : Optional.empty();
    }

    /** The generations of a run that are measured. */
    public List<String> measuredGenerations(String runId) {
        return find(runId).map(json -> StoredJson.read(json, RunView.class)).stream()
                .flatMap(view -> view.generations().stream())
                .map(measured -> Integer.toString(measured.generationKey().generation()))
                .toList();
    }

    /** The training losses of a generation that is under way, by step; none once it is measured. */
    public List<LossPoint> losses(GenerationKey generation) {
        return stream(read("HVALS", RedisKeys.losses(generation)))
                .map(json -> StoredJson.read(json.toString(), LossPoint.class))
                .sorted(Comparator.comparingInt(LossPoint::step))
                .toList();
    }

    /** The generations that a run asks for, of its view. */
    public static Stream<GenerationKey> generations(String run) {
        RunRequested asked = StoredJson.read(run, RunView.class).run();
        return IntStream.rangeClosed(0, asked.specification().generations())
                .mapToObj(number -> new GenerationKey(asked.runId(), number));
    }

    /** Several runs, in this order. */
    public List<String> runs(List<RunSummary> summaries) {
        if (summaries.isEmpty()) {
            return List.of();
        }
        Stream<String> keys = summaries.stream().map(summary -> RedisKeys.run(summary.runId()));
        return stream(read(Stream.concat(Stream.of("MGET"), keys).toArray(String[]::new)))
                .filter(Objects::nonNull)
                .map(Response::toString)
                .toList();
    }

    /** The runs that go on, and those of the ended ones that were asked for last; no more than so many in all. */
    public List<RunView> newest(int most) {
        List<RunSummary> chosen = summaries().stream()
                .sorted(Comparator.comparing((RunSummary summary) -> summary.state() != RunState.RUNNING)
                        .thenComparing(Comparator.reverseOrder()))
                .limit(most)
                .toList();
        return runs(chosen).stream()
                .map(json -> StoredJson.read(json, RunView.class))
                .toList();
    }

    private Response read(String... command) {
        caughtUp.require();
        Response answer = redis.run(SCRIPT, Arrays.asList(command));
        if (answer == null) {
            throw new NotCaughtUpException("catching up: Redis was emptied, and everything is read again");
        }
        return answer.get(0);
    }

    private static Stream<Response> stream(Response values) {
        return StreamSupport.stream(values.spliterator(), false);
    }
}
