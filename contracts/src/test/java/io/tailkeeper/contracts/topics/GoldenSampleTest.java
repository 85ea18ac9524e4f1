package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.contracts.topics.GoldenSamples.Golden;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden sample, record and schema agree; whatever is wrong is refused with its reason. */
class GoldenSampleTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** What the message says when the whole body is at fault and there is no field to name. */
    private static final Map<String, String> FAULTS_OF_FORM = Map.of(
            "trailing-garbage", "is not valid JSON",
            "cut-short", "is not valid JSON",
            "not-a-number", "is not valid JSON: Non-standard token 'NaN'",
            "not-an-object", "is not a JSON object",
            "invalid-utf-8", "is not valid UTF-8");

    /** Faults that every event has a sample of. */
    private static final List<String> FAULTS_OF_ALL = List.of(
            "trailing-garbage",
            "cut-short",
            "not-a-number",
            "not-an-object",
            "invalid-utf-8",
            "duplicate-key",
            "missing-field",
            "wrong-type",
            "null",
            "bad-id",
            "unknown-enum");

    static List<Golden> valid() {
        return GoldenSamples.valid();
    }

    static List<Golden> invalid() {
        return GoldenSamples.invalid();
    }

    static List<Topic<?>> topics() {
        return Topics.ALL;
    }

    @ParameterizedTest
    @MethodSource("valid")
    void isReadAndWrittenAgainUnchanged(Golden golden) throws IOException {
        Object message = ContractJson.read(golden.topic(), golden.body());

        assertThat(message).isInstanceOf(golden.topic().message());
        JsonNode written = MAPPER.readTree(ContractJson.write(message));
        assertThat(written.equals(GoldenSampleTest::compare, MAPPER.readTree(golden.body())))
                .as("written: %s", written)
                .isTrue();
        assertThat((Object) ContractJson.read(golden.topic(), ContractJson.write(message)))
                .isEqualTo(message)
                .hasSameHashCodeAs(message);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void mayHaveFieldsOfLaterReleases(Golden golden) throws IOException {
        JsonNode later = MAPPER.readTree(golden.body());
        Stream<ObjectNode> objects = Stream.concat(Stream.of(later), children(later))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast);
        objects.toList().stream()
                .filter(object -> !object.has("training") || object.has("corpus")) // secondsByPhase is a map of numbers
                .filter(object -> !object.isEmpty())
                .forEach(object -> object.putObject("addedLater").put("and", "more"));

        Object message = ContractJson.read(golden.topic(), MAPPER.writeValueAsBytes(later));

        assertThat(message).isEqualTo(ContractJson.read(golden.topic(), golden.body()));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void isRefusedWithItsReason(Golden golden) {
        assertThatThrownBy(() -> ContractJson.read(golden.topic(), golden.body()))
                .isInstanceOf(RejectedMessageException.class)
                .message()
                .startsWith(golden.topic().message().getSimpleName() + " ")
                .doesNotContain("\n")
                .satisfies(message -> assertThat(flat(message))
                        .contains(
                                golden.field().isEmpty()
                                        ? flat(FAULTS_OF_FORM.get(golden.fault()))
                                        : flat(golden.field())));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyEventHasSamplesOfEveryKind(Topic<?> topic) {
        assertThat(GoldenSamples.of(topic, "valid"))
                .extracting(Golden::name)
                .contains("minimal", "full")
                .hasSizeGreaterThan(2);
        assertThat(GoldenSamples.of(topic, "invalid"))
                .extracting(Golden::fault)
                .containsAll(FAULTS_OF_ALL.stream()
                        .filter(fault -> !"bad-id".equals(fault) || hasOwnId(topic))
                        .filter(fault -> !"unknown-enum".equals(fault) || hasEnum(topic))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void theFullSampleHasEveryFieldAndTheMinimalOneOnlyThoseRequired(Topic<?> topic) throws IOException {
        JsonNode full = MAPPER.readTree(GoldenSamples.valid(topic, "full").body());
        JsonNode minimal = MAPPER.readTree(GoldenSamples.valid(topic, "minimal").body());
        for (Schemas.Property property : Schemas.properties(topic)) {
            String pointer = property.path().stream()
                    .map(step -> "*".equals(step) ? "0" : step)
                    .collect(Collectors.joining("/", "/", ""));
            if (!withinOptional(topic, property)) {
                assertThat(minimal.at(pointer).isMissingNode())
                        .as("minimal %s", pointer)
                        .isEqualTo(!property.required());
            }
            assertThat(full.at(pointer).isMissingNode()).as("full %s", pointer).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void nullStandsForAnAbsentOptionalField(Topic<?> topic) throws IOException {
        ObjectNode minimal = (ObjectNode)
                MAPPER.readTree(GoldenSamples.valid(topic, "minimal").body());
        Object expected = ContractJson.read(topic, MAPPER.writeValueAsBytes(minimal));
        for (Schemas.Property property : Schemas.properties(topic)) {
            if (!property.required() && !withinOptional(topic, property)) {
                String parent = String.join(
                        "/", property.path().subList(0, property.path().size() - 1));
                ((ObjectNode) minimal.at(parent.isEmpty() ? "" : "/" + parent)).putNull(property.name());
            }
        }
        assertThat((Object) ContractJson.read(topic, MAPPER.writeValueAsBytes(minimal)))
                .isEqualTo(expected);
    }

    private static boolean withinOptional(Topic<?> topic, Schemas.Property property) {
        return Schemas.properties(topic).stream()
                .filter(other -> !other.required()
                        && other.path().size() < property.path().size())
                .anyMatch(
                        other -> property.path().subList(0, other.path().size()).equals(other.path()));
    }

    /** Settings are named with dashes, fields in camel case: compared without either. */
    private static String flat(String text) {
        return text.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static boolean hasOwnId(Topic<?> topic) {
        return Arrays.stream(topic.message().getRecordComponents())
                .anyMatch(component -> component.getName().endsWith("Id"));
    }

    private static boolean hasEnum(Topic<?> topic) {
        return Schemas.properties(topic).stream()
                .anyMatch(property -> property.schema().has("enum"));
    }

    private static Stream<JsonNode> children(JsonNode node) {
        return node.valueStream().flatMap(child -> Stream.concat(Stream.of(child), children(child)));
    }

    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }
}
