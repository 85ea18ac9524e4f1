package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.DetectorQuality;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.contracts.TextMeasures;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.measures.PoolDivergence;
import io.tailkeeper.contracts.measures.TextStatistics;
import io.tailkeeper.contracts.measures.TextTokens;
import io.tailkeeper.contracts.specification.AlertRule;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.DecodingSpecification;
import io.tailkeeper.contracts.specification.DetectorSpecification;
import io.tailkeeper.contracts.specification.EditSpecification;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.contracts.specification.LossSpecification;
import io.tailkeeper.contracts.specification.ModelSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.ScheduleSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.TrainingSpecification;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record says what its schema says: fields, types, what may be absent, and what a value may be. */
class SchemaAndRecordTest {

    /** The components that may be null, by record; everything else is required. */
    private static final Map<Class<?>, Set<String>> NULLABLE = Map.ofEntries(
            Map.entry(AlertRule.class, Set.of("relative", "generations", "severity", "endsRun", "arms")),
            Map.entry(CalibrationSample.class, Set.of("tokens", "trial")),
            Map.entry(CorpusSpecification.class, Set.of("validationSource", "testSource")),
            Map.entry(ModelSpecification.class, Set.of("preset", "pretrained")),
            Map.entry(
                    DataSpecification.class,
                    Set.of("policy", "writers", "edit", "schedule", "reusePrompts", "keepBase")),
            Map.entry(DecodingSpecification.class, Set.of("beams", "repetitionPenalty")),
            Map.entry(ScheduleSpecification.class, Set.of("humanShareExponent", "documentsExponent")),
            Map.entry(EditSpecification.class, Set.of("probability", "beta", "top")),
            Map.entry(DetectorCalibrated.class, Set.of("noise")),
            Map.entry(DetectorSpecification.class, Set.of("calibration", "aurocAtMost")),
            Map.entry(DetectorQuality.class, Set.of("thresholdAt1", "thresholdAt5", "mauve")),
            Map.entry(Evaluation.class, Set.of("confidence", "knowledge")),
            Map.entry(PoolDivergence.class, Set.of("squaredDistance", "squaredDistanceError", "collisionProbability")),
            Map.entry(GenerationMeasured.class, Set.of("poolAuroc", "mauve")),
            Map.entry(GenerationTrained.class, Set.of("validation", "earlier", "maskedByEpoch", "poolDivergence")),
            Map.entry(
                    LossSpecification.class,
                    Set.of("focus", "deviations", "slope", "variationScale", "divisor", "fromGeneration")),
            Map.entry(Provenance.class, Set.of("writtenBy", "editedBy", "edits")),
            Map.entry(RunFinished.class, Set.of("reason")),
            Map.entry(RunRequested.class, Set.of("baseRunId")),
            Map.entry(KnowledgeSpecification.class, Set.of("file")),
            Map.entry(RunSpecification.class, Set.of("stages", "alerts", "knowledge", "detector", "foreignWriter")),
            Map.entry(SampleCollected.class, Set.of("age", "referenceOverlap")),
            Map.entry(SampleScored.class, Set.of("tooShort")),
            Map.entry(SamplingTask.class, Set.of("checkpoint")),
            Map.entry(
                    SelectionSpecification.class,
                    Set.of(
                            "targetHumanShare",
                            "minimumEffectiveHumans",
                            "draw",
                            "keepShare",
                            "leaveOut",
                            "decay",
                            "candidates",
                            "gamma",
                            "reward")),
            Map.entry(SelectionSummary.class, Set.of("effectiveHumansBefore", "effectiveHumansAfter", "edits")),
            Map.entry(
                    TextMeasures.class,
                    Set.of(
                            "vocabularyCoverageError",
                            "divergence",
                            "machine",
                            "human",
                            "tokenDivergence",
                            "confidence")),
            Map.entry(
                    TextStatistics.class,
                    Set.of("zipfSlope", "distinct1", "distinct2", "distinct3", "readingEase", "rankFrequencies")),
            Map.entry(TextTokens.class, Set.of("probabilities")),
            Map.entry(TrainingProgress.class, Set.of("loss", "tokensPerSecond")),
            Map.entry(
                    TrainingSpecification.class,
                    Set.of("gradientAccumulation", "weightDecayGrowth", "precision", "epochs", "unlearning")));

    static List<Topic<?>> topics() {
        return Topics.ALL;
    }

    @ParameterizedTest
    @MethodSource("topics")
    void haveTheSameFields(Topic<?> topic) {
        JsonNode schema = Schemas.of(topic);
        assertThat(schema.get("title").asText()).isEqualTo(topic.message().getSimpleName());
        assertThat(schema.get("description").asText()).contains("Key: " + topic.key());
        assertThat(schema.get("$id").asText()).isEqualTo("https://schemas.tailkeeper.io/" + topic.schema());
        compare(topic.message(), schema);
    }

    private static void compare(Class<?> type, JsonNode schema) {
        JsonNode resolved = Schemas.resolve(Schemas.CURRENT, schema);
        List<String> components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        List<String> properties = new ArrayList<>();
        resolved.get("properties").fieldNames().forEachRemaining(properties::add);
        assertThat(properties).as(type.getSimpleName()).containsExactlyElementsOf(components);

        Set<String> expected = new TreeSet<>(components);
        expected.removeAll(NULLABLE.getOrDefault(type, Set.of()));
        Set<String> required = new TreeSet<>();
        resolved.get("required").forEach(name -> required.add(name.asText()));
        assertThat(required).as("required of %s", type.getSimpleName()).isEqualTo(expected);

        for (RecordComponent component : type.getRecordComponents()) {
            compareType(
                    type.getSimpleName() + "." + component.getName(),
                    component.getGenericType(),
                    resolved.get("properties").get(component.getName()),
                    !expected.contains(component.getName()));
        }
    }

    private static void compareType(String where, Type type, JsonNode schema, boolean nullable) {
        JsonNode resolved = Schemas.resolve(Schemas.CURRENT, schema);
        if (type instanceof Class<?> enumeration && enumeration.isEnum()) {
            List<String> allowed = new ArrayList<>(names(enumeration));
            if (nullable) {
                allowed.add("null");
            }
            assertThat(resolved.get("enum").valueStream().map(JsonNode::asText))
                    .as(where)
                    .containsExactlyElementsOf(allowed);
            return;
        }
        List<String> types = resolved.get("type").isArray()
                ? resolved.get("type").valueStream().map(JsonNode::asText).toList()
                : List.of(resolved.get("type").asText());
        assertThat(types).as(where).isEqualTo(nullable ? List.of(jsonType(type), "null") : List.of(jsonType(type)));
        if (type instanceof Class<?> nested && nested.isRecord()) {
            compare(nested, resolved);
        } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            compareType(where + "[]", list.getActualTypeArguments()[0], resolved.get("items"), false);
        } else if (type instanceof ParameterizedType map) {
            compareType(where + ".*", map.getActualTypeArguments()[1], resolved.get("additionalProperties"), false);
        }
    }

    private static String jsonType(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class ? "array" : "object";
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "integer";
        }
        if (type == double.class || type == Double.class) {
            return "number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (type == String.class || type == URI.class || type == Instant.class) {
            return "string";
        }
        assertThat(((Class<?>) type).isRecord())
                .as("%s is a type the contract knows", type)
                .isTrue();
        return "object";
    }

    private static List<String> names(Class<?> enumeration) {
        return Arrays.stream(enumeration.getFields())
                .map(field -> field.getAnnotation(JsonProperty.class).value())
                .toList();
    }

    @Test
    void everyPropertyIsDescribed() {
        assertThat(Topics.ALL.stream().flatMap(topic -> Schemas.properties(topic).stream()))
                .isNotEmpty()
                .allSatisfy(property -> assertThat(
                                property.schema().path("description").asText())
                        .as("%s", property.path())
                        .hasSizeGreaterThan(4)
                        .isNotEqualTo(property.name())
                        .endsWith("."));
    }
}
