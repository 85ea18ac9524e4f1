package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.metrics.DetectorAccount;
import io.tailkeeper.metrics.GenerationAccount;
import io.tailkeeper.metrics.Measurement;
import io.tailkeeper.metrics.RunAccount;
import io.tailkeeper.metrics.comparison.DetectorFigures;
import io.tailkeeper.metrics.comparison.ScoreHistogram;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.layout.Fields;
import io.tailkeeper.metrics.redis.layout.PackedScore;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.tailkeeper.metrics.redis.layout.StoredJson;
import io.tailkeeper.metrics.redis.layout.StoredText;
import io.tailkeeper.metrics.view.DetectorView;
import io.tailkeeper.selection.Candidate;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads runs out of the ledger. */
final class RunStore {

    private static final int IDS_IN_A_KEY = 4096; // as in change.lua

    private final RedisCalls redis;

    RunStore(RedisCalls redis) {
        this.redis = redis;
    }

    /** A run as it stands; empty when nobody has requested it. */
    Optional<RunAccount> find(String runId) {
        Map<String, String> fields = map(redis.call(Command.HGETALL, RedisKeys.ledger(runId)));
        RunRequested run = StoredJson.find(fields.get(Fields.RUN), RunRequested.class);
        if (run == null) {
            return Optional.empty();
        }
        SortedMap<Integer, Map<String, String>> generations = new TreeMap<>();
        fields.forEach((field, value) -> {
            int colon = field.indexOf(':');
            if (colon > 0) {
                generations
                        .computeIfAbsent(Integer.valueOf(field.substring(0, colon)), _ -> new HashMap<>())
                        .put(field.substring(colon + 1), value);
            }
        });
        SortedMap<Integer, GenerationAccount> accounts = new TreeMap<>();
        generations.forEach((number, of) -> accounts.put(number, generation(of)));
        return Optional.of(
                new RunAccount(run, StoredJson.find(fields.get(Fields.FINISHED), RunFinished.class), accounts));
    }

    private static GenerationAccount generation(Map<String, String> fields) {
        return new GenerationAccount(
                new GenerationAccount.Counts(
                        number(fields, Fields.COLLECTED),
                        number(fields, Fields.LOST),
                        Math.max(number(fields, Fields.BATCHES), number(fields, Fields.PUBLISHED)),
                        number(fields, Fields.TEXTS),
                        fields.containsKey(Fields.RELEASED) ? 0 : number(fields, Fields.TOTAL)),
                detectors(fields),
                new GenerationAccount.Training(
                        StoredJson.find(fields.get(Fields.PROGRESS), TrainingProgress.class),
                        StoredJson.find(fields.get(Fields.TRAINED), GenerationTrained.class)),
                StoredJson.find(fields.get(Fields.MEASURED), GenerationMeasured.class),
                alerts(fields),
                new GenerationAccount.Waiting(time(fields, Fields.UNBALANCED), time(fields, Fields.UNANSWERED)));
    }

    private static SortedMap<String, DetectorAccount> detectors(Map<String, String> fields) {
        SortedMap<String, DetectorAccount> detectors = new TreeMap<>();
        fields.getOrDefault(Fields.DETECTORS, "")
                .lines()
                .forEach(id -> detectors.put(
                        id,
                        new DetectorAccount(
                                number(fields, Fields.SCORED + ":" + id),
                                StoredJson.find(
                                        fields.get(Fields.CALIBRATED + ":" + id), DetectorView.Calibration.class),
                                StoredJson.find(fields.get(Fields.FIGURES + ":" + id), DetectorFigures.class))));
        return detectors;
    }

    private static SortedMap<String, CollapseAlert> alerts(Map<String, String> fields) {
        String prefix = Fields.ALERT + ":";
        SortedMap<String, CollapseAlert> alerts = new TreeMap<>();
        fields.forEach((field, json) -> {
            if (field.startsWith(prefix)) {
                alerts.put(field.substring(prefix.length()), StoredJson.read(json, CollapseAlert.class));
            }
        });
        return alerts;
    }

    private static int number(Map<String, String> fields, String name) {
        return Integer.parseInt(fields.getOrDefault(name, "0"));
    }

    private static @Nullable Instant time(Map<String, String> fields, String name) {
        String millis = fields.get(name);
        return millis == null ? null : Instant.ofEpochMilli(Long.parseLong(millis));
    }

    /** When a detector has last said anything; null when it has not, or no run selects with it. */
    @Nullable
    Instant heard(String detectorId) {
        Response millis = redis.find(Command.HGET, RedisKeys.HEARD, detectorId);
        return millis == null ? null : Instant.ofEpochMilli(millis.toLong());
    }

    /** The labelled texts of a generation, in the order of their indexes. */
    Measurement.Texts texts(GenerationKey generation) {
        SortedMap<Integer, StoredText> texts = new TreeMap<>();
        map(redis.call(Command.HGETALL, RedisKeys.ledger(generation, Fields.TEXTS)))
                .forEach((place, text) -> texts.put(Integer.valueOf(place), StoredJson.read(text, StoredText.class)));
        return new Measurement.Texts(StoredText.side(texts.values(), true), StoredText.side(texts.values(), false));
    }

    /** AUROC of a detector on a generation's own pool. */
    OptionalDouble poolAuroc(GenerationKey generation, String detectorId) {
        ScoreHistogram human = new ScoreHistogram();
        ScoreHistogram synthetic = new ScoreHistogram();
        map(redis.call(Command.HGETALL, RedisKeys.histogram(generation, detectorId)))
                .forEach((bin, count) -> (bin.charAt(0) == 'h' ? human : synthetic)
                        .add(Integer.parseInt(bin.substring(1)), Long.parseLong(count)));
        return ScoreHistogram.auroc(synthetic, human);
    }

    /** What a detector said of a pool, by sample id. */
    List<Candidate> candidates(GenerationKey generation, String detectorId, int pool) {
        String scores = RedisKeys.scores(generation, detectorId);
        List<Request> requests = new ArrayList<>();
        requests.add(RedisCalls.request(Command.HGETALL, scores + ":others"));
        scoreKeys(generation, detectorId, pool).forEach(key -> requests.add(RedisCalls.request(Command.GET, key)));
        List<Response> answers = redis.pipeline(requests);
        List<Candidate> candidates = new ArrayList<>();
        RedisCalls.pairs(answers.getFirst())
                .forEach((id, score) -> candidates.add(candidate(
                        id, Objects.requireNonNull(PackedScore.unpack(score.toBytes(), 0), "a packed score"), 0)));
        for (int key = 0; key < answers.size() - 1; key++) {
            Response answer = answers.get(key + 1);
            byte[] packed = answer == null ? new byte[0] : answer.toBytes();
            for (int place = 0; place < packed.length / PackedScore.BYTES; place++) {
                PackedScore score = PackedScore.unpack(packed, place);
                int index = key * IDS_IN_A_KEY + place;
                if (score != null) {
                    candidates.add(candidate(generation + ":" + index, score, index));
                }
            }
        }
        candidates.sort(Comparator.comparing(Candidate::sampleId));
        return candidates;
    }

    private static Candidate candidate(String id, PackedScore score, int position) {
        return new Candidate(id, score.probability(), score.source(), position);
    }

    /** The keys that hold the probabilities of a generation's own samples. */
    static List<String> scoreKeys(GenerationKey generation, String detectorId, int pool) {
        List<String> keys = new ArrayList<>();
        for (int first = 0; first < pool; first += IDS_IN_A_KEY) {
            keys.add(RedisKeys.scores(generation, detectorId) + ":" + first / IDS_IN_A_KEY);
        }
        return keys;
    }

    private static Map<String, String> map(Response answer) {
        Map<String, String> values = new HashMap<>();
        RedisCalls.pairs(answer).forEach((name, value) -> values.put(name, value.toString()));
        return values;
    }
}
