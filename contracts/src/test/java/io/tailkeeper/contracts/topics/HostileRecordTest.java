package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A record that somebody made to do harm is accepted or refused, as any other. */
class HostileRecordTest {

    private static final List<String> NUMBERS = List.of(
            "1e999",
            "-1e999",
            "1e-999",
            "1e2147483648",
            "1e-99999999999",
            "-0",
            "-0.0",
            "9223372036854775808",
            "0." + "0".repeat(500) + "1",
            "1" + "0".repeat(400),
            "1" + "0".repeat(1_000_000),
            "0." + "1".repeat(1_000_000));
    private static final List<String> OTHERS = List.of(
            "\"1e999\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\uFEFF\"",
            "\"\"",
            "\"" + "a".repeat(60_000) + "\"",
            "[]",
            "{}",
            "[1e999]",
            "{\"a\": 1e999}",
            "[".repeat(100_000),
            "[".repeat(10_000) + "]".repeat(10_000),
            "{\"a\":".repeat(20) + "1" + "}".repeat(20),
            "{\"" + "a".repeat(60_000) + "\": 1}");

    static List<Topic<?>> topics() {
        return Topics.ALL;
    }

    /** Characters of a value from which on a place in eight has to do: they are read alike, whatever the name before them. */
    private static final int LONG = 50_000;

    private static final int PLACES = 8;

    /** A golden body with another value in one place; as text, because no tree holds such values. */
    private static List<byte[]> withEveryValueReplaced(Topic<?> topic, String value) {
        String golden = new String(GoldenSamples.valid(topic, "full").body(), StandardCharsets.UTF_8);
        List<byte[]> bodies = new ArrayList<>();
        int place = 0;
        for (Schemas.Property property : Schemas.properties(topic)) {
            if (value.length() > LONG && !bodies.isEmpty() && place++ % PLACES != 0) {
                continue;
            }
            String replaced = golden.replaceFirst(
                    "\"" + property.name() + "\"\\s*:\\s*(\"([^\"\\\\]|\\\\.)*\"|[^,\\[{}\\]]+)",
                    "\"" + property.name() + "\": " + value.replace("\\", "\\\\"));
            if (!replaced.equals(golden)) {
                bodies.add(bytes(replaced));
            }
        }
        assertThat(bodies).as("%s", topic.name()).hasSizeGreaterThan(value.length() > LONG ? 0 : 3);
        return bodies;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String reasonOrAccepted(Topic<?> topic, byte[] body) {
        try {
            Object unused = ContractJson.read(topic, body);
            return "accepted";
        } catch (RejectedMessageException e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void isAcceptedOrRefusedWhateverStandsInAField(Topic<?> topic) {
        for (String value : Stream.concat(NUMBERS.stream(), OTHERS.stream()).toList()) {
            for (byte[] body : withEveryValueReplaced(topic, value)) {
                assertThat(reasonOrAccepted(topic, body)).doesNotContain("cannot be read");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void aNumberBeyondDoubleIsRefusedWhereverItStands(Topic<?> topic) {
        for (String number : List.of("1e999", "-1e999", "1" + "0".repeat(309))) {
            for (byte[] body : withEveryValueReplaced(topic, number)) {
                assertThat(reasonOrAccepted(topic, body))
                        .contains(" holds a number beyond the range of 64-bit floating point: /");
            }
        }
        assertThat(reasonOrAccepted(Topics.RUNS_FINISHED, bytes("{\"unknown\": [0, {\"a\": 1e999}]}")))
                .isEqualTo("RunFinished holds a number beyond the range of 64-bit floating point: /unknown/1/a");
    }

    @Test
    void aWholeNumberOf64BitsKeepsItsLastDigit() {
        String body = new String(
                        GoldenSamples.valid(Topics.RUNS_REQUESTED, "minimal").body(), StandardCharsets.UTF_8)
                .replaceFirst("\"seed\"\\s*:\\s*-?\\d+", "\"seed\": 9223372036854775807");
        assertThat(ContractJson.read(Topics.RUNS_REQUESTED, bytes(body))
                        .specification()
                        .seed())
                .isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\uFEFF{}", "{\u0000}", "{} {}", "{\"a\": 1, \"a\": 1}", "{\"a\": 01}", "{\"a\": +1}", "{'a': 1}"
            })
    void whatIsNoJsonIsRefused(String body) {
        assertThat(reasonOrAccepted(Topics.RUNS_FINISHED, bytes(body))).startsWith("RunFinished is not valid JSON: ");
    }

    @Test
    void halfACharacterInUtf8IsRefused() {
        byte[] surrogate = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};
        byte[] overlong = {'"', (byte) 0xC0, (byte) 0x80, '"'};
        for (byte[] body : List.of(surrogate, overlong)) {
            assertThat(reasonOrAccepted(Topics.RUNS_FINISHED, body)).isEqualTo("RunFinished is not valid UTF-8");
        }
    }

    @Test
    void aLongQuotationMakesNoLongReason() {
        String name = "a\\n".repeat(60);
        String twice = "{\"" + name + "\": 1, \"" + name + "\": 2}";
        String path = "{\"" + "b".repeat(200) + "\":";
        String deep = path.repeat(30) + "1e999" + "}".repeat(30);
        for (String body : List.of(twice, deep)) {
            assertThat(reasonOrAccepted(Topics.RUNS_FINISHED, bytes(body)))
                    .startsWith("RunFinished ")
                    .hasSizeLessThanOrEqualTo(2_000)
                    .doesNotContain("\n");
        }
    }

    @Test
    void whatAReaderThrowsIsARefusal() {
        List<Throwable> thrown = List.of(
                new NumberFormatException("1E+999"), new StackOverflowError(), new AssertionError(), new Exception());
        for (Throwable throwable : thrown) {
            assertThatThrownBy(() -> ContractJson.refusing("RunFinished", () -> sneak(throwable)))
                    .isInstanceOf(RejectedMessageException.class)
                    .hasMessage("RunFinished cannot be read: " + throwable)
                    .hasCause(throwable);
        }
    }

    @Test
    void anErrorOfTheJvmPasses() {
        for (Throwable error : List.of(new OutOfMemoryError(), new NoClassDefFoundError("gone"))) {
            assertThatThrownBy(() -> ContractJson.refusing("RunFinished", () -> sneak(error)))
                    .isSameAs(error);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Object sneak(Throwable throwable) throws T {
        throw (T) throwable;
    }
}
