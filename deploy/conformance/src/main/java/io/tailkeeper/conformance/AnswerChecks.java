package io.tailkeeper.conformance;

import io.tailkeeper.conformance.verdict.Check;
import io.tailkeeper.conformance.verdict.CheckResult;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Judges the answers to samples that were each sent once. */
final class AnswerChecks {

    private final Trial trial;
    private final List<String> asked;
    private final List<Answer> answers;

    AnswerChecks(Trial trial, List<String> asked) {
        this.trial = trial;
        this.asked = asked;
        this.answers = trial.watch().answers();
    }

    List<CheckResult> judge() {
        return List.of(answered(), once(), schema(), sample(), key(), headers(), repeatable());
    }

    private CheckResult answered() {
        String missing = trial.unanswered(asked);
        if (missing.isEmpty()) {
            return Check.ANSWERED.passed(asked.size() + " samples answered");
        }
        Set<String> others = trial.watch().others();
        String under = answers.isEmpty() && !others.isEmpty()
                ? "; there are answers under " + String.join(", ", others) + " and none under "
                        + trial.settings().detectorId()
                : "";
        return Check.ANSWERED.failed(
                missing + under,
                answers.isEmpty()
                        ? "start the detector, let it read from the earliest offset, and write detectorId "
                                + trial.settings().detectorId() + " into every answer"
                        : "answer every sample of every run and generation once, also before and without a"
                                + " calibration part; commit an offset only together with the answers before it, and"
                                + " read in a consumer group that no other detector is in");
    }

    private CheckResult once() {
        return first(
                        Check.ONCE,
                        trial.watch().answersTo(asked).values().stream()
                                .filter(same -> same.size() > 1)
                                .findFirst()
                                .map(same -> same.getFirst().sampleId() + " was sent once and answered " + same.size()
                                        + " times: at " + same.getFirst().place() + " and "
                                        + same.get(1).place()),
                        "send answers and offsets in one transaction, or commit right after the answers are"
                                + " acknowledged, before the next poll")
                .orElseGet(() -> Check.ONCE.passed("no sample answered twice"));
    }

    private CheckResult schema() {
        return judge(
                Check.SCHEMA,
                answer -> answer.fault().isEmpty() ? Optional.empty() : Optional.of(answer.fault()),
                "write what contracts/src/main/resources/schemas/sample-scored.v1.json says");
    }

    private CheckResult sample() {
        return judge(
                Check.SAMPLE,
                answer -> answer.scored().flatMap(this::changed),
                "put the parsed sample into the answer as it came: no trimming, no shortening, no other Unicode form,"
                        + " no field left out");
    }

    private Optional<String> changed(SampleScored scored) {
        Object sent = trial.sent(scored.sample().sampleId());
        if (sent == null) {
            return Optional.of("no sample " + scored.sample().sampleId() + " was sent");
        }
        return sent.equals(scored.sample())
                ? Optional.empty()
                : Optional.of("sample " + scored.sample().sampleId() + " differs from the one sent: "
                        + Difference.between(sent.toString(), scored.sample().toString()));
    }

    private CheckResult key() {
        return judge(
                Check.KEY,
                answer -> {
                    byte[] key = answer.message().key();
                    boolean right = key != null && new String(key, StandardCharsets.UTF_8).equals(answer.sampleId());
                    return right
                            ? Optional.empty()
                            : Optional.of("the answer to " + answer.sampleId() + " has "
                                    + RecordPosition.key(answer.message()));
                },
                "set the record's key to sample.sampleId, as UTF-8");
    }

    private CheckResult headers() {
        Set<String> ids = new HashSet<>();
        return judge(
                Check.HEADERS,
                answer -> fault(answer.message(), Topics.SAMPLES_SCORED.eventType())
                        .or(() -> ids.add(header(answer.message(), "ce_id"))
                                ? Optional.empty()
                                : Optional.of("ce_id " + header(answer.message(), "ce_id") + " stands on two answers")),
                "write ce_specversion 1.0, ce_id (new each time), ce_source, ce_type "
                        + Topics.SAMPLES_SCORED.eventType() + ", ce_time (RFC 3339) and content-type"
                        + " application/json; see contracts/asyncapi.yaml");
    }

    /** What is wrong with the CloudEvents headers of a record. */
    static Optional<String> fault(ConsumerRecord<byte[], byte[]> message, String eventType) {
        for (String name : List.of("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "content-type")) {
            String value = header(message, name);
            if (value.isBlank()) {
                return Optional.of("header " + name + " is missing or empty");
            }
            String expected =
                    switch (name) {
                        case "ce_specversion" -> "1.0";
                        case "ce_type" -> eventType;
                        case "content-type" -> "application/json";
                        default -> value;
                    };
            if (!value.equals(expected) || (name.equals("ce_time") && !isTime(value))) {
                return Optional.of("header " + name + " is \"" + value + "\"");
            }
        }
        return Optional.empty();
    }

    private static boolean isTime(String value) {
        try {
            return OffsetDateTime.parse(value).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private CheckResult repeatable() {
        Map<String, SampleScored> firsts = new HashMap<>();
        return judge(
                Check.REPEATABLE,
                answer -> answer.scored().flatMap(scored -> {
                    String same = scored.sample().generationKey() + "\n" + scored.detectorVersion() + "\n"
                            + scored.sample().text();
                    SampleScored first = firsts.putIfAbsent(same, scored);
                    return first == null || first.syntheticProbability() == scored.syntheticProbability()
                            ? Optional.empty()
                            : Optional.of("version " + scored.detectorVersion() + " gives "
                                    + first.sample().sampleId() + " " + first.syntheticProbability() + " and "
                                    + scored.sample().sampleId() + ", of the same text, "
                                    + scored.syntheticProbability());
                }),
                "let nothing but text, prompt and generation decide a score, or say what else does in detectorVersion");
    }

    /** Fails with the first answer that has a fault. */
    private CheckResult judge(Check check, Function<Answer, Optional<String>> fault, String mend) {
        if (answers.isEmpty()) {
            return check.notRun("there is no answer to judge");
        }
        return answers.stream()
                .flatMap(answer -> fault.apply(answer).map(text -> text + "; at " + answer.place()).stream())
                .findFirst()
                .map(text -> check.failed(text, mend))
                .orElseGet(() -> check.passed(answers.size() + " answers looked at"));
    }

    private Optional<CheckResult> first(Check check, Optional<String> fault, String mend) {
        return answers.isEmpty()
                ? Optional.of(check.notRun("there is no answer to judge"))
                : fault.map(text -> check.failed(text, mend));
    }
}
