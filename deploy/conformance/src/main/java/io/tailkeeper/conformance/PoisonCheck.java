package io.tailkeeper.conformance;

import io.tailkeeper.conformance.verdict.Check;
import io.tailkeeper.conformance.verdict.CheckResult;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Sends wrong records, each with good samples behind it in the same partition. */
final class PoisonCheck {

    private static final int BEHIND = 3;

    /** A wrong record; its body is null where it has none. */
    private record Poison(String fault, String key, @Nullable Bytes body, Place place) {}

    private final Trial trial;
    private final String run;
    private final List<Poison> poisons = new ArrayList<>();
    private final List<String> good = new ArrayList<>();

    /** @param run a calibrated run */
    PoisonCheck(Trial trial, String run) {
        this.trial = trial;
        this.run = run;
    }

    List<CheckResult> judge() {
        send();
        trial.watch().awaitAnswers(good);
        trial.watch().await(() -> poisons.stream().allMatch(this::isRefusedByAll));
        return List.of(refused(), goesOn());
    }

    private void send() {
        int partitions = trial.installation().partitions();
        int next = 0;
        for (Map.Entry<String, byte[]> fault : bodies().entrySet()) {
            int partition = next++ % partitions;
            String key = run + ":1:poison-" + next;
            Place place = trial.installation().sendRaw(key, fault.getValue(), partition);
            poisons.add(new Poison(fault.getKey(), key, Bytes.wrap(fault.getValue()), place));
            for (int i = 0; i < BEHIND; i++) {
                SampleCollected sample = Trial.sample(run, "behind-" + next + "-" + i, Texts.human(next * BEHIND + i));
                trial.send(sample, partition);
                good.add(sample.sampleId());
            }
        }
    }

    /** Wrong bodies by what is wrong with them; null: no body at all. */
    private Map<String, byte[]> bodies() {
        String json = new String(ContractJson.write(Trial.sample(run, "poison", "some text")), StandardCharsets.UTF_8);
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        bodies.put("is cut short", utf8(json.substring(0, json.length() / 2)));
        bodies.put("is no UTF-8", json.replace("some text", "\u00ff").getBytes(StandardCharsets.ISO_8859_1));
        bodies.put("has no text", utf8(json.replace("\"text\"", "\"txet\"")));
        bodies.put("has generation -1", utf8(json.replace("\"generation\":1", "\"generation\":-1")));
        bodies.put("has a number for its text", utf8(json.replace("\"some text\"", "17")));
        bodies.put("has a blank text", utf8(json.replace("some text", "  ")));
        bodies.put("has a key twice", utf8("{\"runId\":\"another\"," + json.substring(1)));
        bodies.put("is a list", utf8("[" + json + "]"));
        bodies.put("has no body", null);
        return bodies;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Every detector that reads the topic refuses the record, and all of them write to one dead-letter topic. */
    private int detectors() {
        return 1 + trial.watch().others().size();
    }

    private boolean isRefusedByAll(Poison poison) {
        return letters(poison).size() >= detectors();
    }

    private List<ConsumerRecord<byte[], byte[]>> letters(Poison poison) {
        return trial.watch().deadLetters().stream()
                .filter(letter -> isOf(letter, poison))
                .toList();
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> letter, Poison poison) {
        return header(letter, DeadLetter.OFFSET).isEmpty()
                ? poison.body() != null && Objects.equals(poison.body(), Bytes.wrap(letter.value()))
                : header(letter, DeadLetter.TOPIC).equals(poison.place().topic())
                        && header(letter, DeadLetter.PARTITION)
                                .equals(Integer.toString(poison.place().partition()))
                        && header(letter, DeadLetter.OFFSET)
                                .equals(Long.toString(poison.place().offset()));
    }

    private CheckResult refused() {
        return poisons.stream()
                .flatMap(poison -> fault(poison).stream())
                .findFirst()
                .map(text -> Check.POISON.failed(
                        text,
                        "send the key, bytes and headers as they came, and the five dead-letter headers, to "
                                + Watch.DEAD_LETTERS))
                .orElseGet(() -> Check.POISON.passed(poisons.size() + " wrong records refused"));
    }

    private Optional<String> fault(Poison poison) {
        List<ConsumerRecord<byte[], byte[]>> letters = letters(poison);
        String what = "the record at " + poison.place() + ", which " + poison.fault() + ", ";
        if (letters.size() < detectors()) {
            String all = detectors() == 1
                    ? ""
                    : " for " + detectors() + " detectors: "
                            + trial.settings().detectorId() + ", "
                            + String.join(", ", trial.watch().others());
            return Optional.of(what + "is " + letters.size() + " times on " + Watch.DEAD_LETTERS + all);
        }
        return letters.stream()
                .flatMap(letter -> changed(letter, poison).stream()
                        .map(text -> what + "is refused at " + Place.of(letter) + " " + text))
                .findFirst();
    }

    private static Optional<String> changed(ConsumerRecord<byte[], byte[]> letter, Poison poison) {
        if (!Objects.equals(Bytes.wrap(letter.value()), poison.body())) {
            return Optional.of("with other bytes");
        }
        if (letter.key() == null || !Arrays.equals(letter.key(), utf8(poison.key()))) {
            return Optional.of("with " + Place.key(letter));
        }
        for (String name : List.of(
                "ce_id",
                DeadLetter.REASON,
                DeadLetter.EXCEPTION_CLASS,
                DeadLetter.TOPIC,
                DeadLetter.PARTITION,
                DeadLetter.OFFSET)) {
            if (header(letter, name).isBlank()) {
                return Optional.of("without the header " + name);
            }
        }
        return Optional.empty();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private CheckResult goesOn() {
        String missing = trial.unanswered(good);
        return missing.isEmpty()
                ? Check.GOES_ON.passed(good.size() + " samples behind wrong records answered")
                : Check.GOES_ON.failed(
                        missing, "refuse a wrong record, commit its offset with the rest, and read on; never retry it");
    }
}
