package io.tailkeeper.generator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.generator.Fixtures;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.models.Models;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service, killed at any moment, and beside another instance. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GeneratorProcessIT {

    private static final int DOCUMENTS = 1_280;
    private static final Pattern TOKENS =
            Pattern.compile("^tailkeeper_generator_tokens_total (\\S+)", Pattern.MULTILINE);

    private final KafkaBrokerResource kafka = new KafkaBrokerResource();

    @TempDir
    private Path folder;

    private String servers;
    private BrokerLog broker;

    @BeforeEach
    void start() {
        servers = kafka.start().get("kafka.bootstrap.servers");
        broker = new BrokerLog(servers);
    }

    @AfterEach
    void stop() {
        broker.close();
        kafka.stop();
    }

    private GeneratorProcess generator(String id) {
        return new GeneratorProcess(servers, id, folder);
    }

    /** A run that has 20 tasks of 64 written documents in generation 1. */
    private RunRequested run() {
        RunSpecification tiny = Specifications.specification();
        DataSpecification data = new DataSpecification(64, DOCUMENTS, 0, 1, 32, 8, 16);
        return Fixtures.run("run", "base", Specifications.with(tiny, "data", data));
    }

    private void requestGeneration(RunRequested run) {
        Path file = folder.resolve("model.safetensors");
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 32, 32, 512), 1)) {
            CheckpointReference checkpoint = new CheckpointReference(file.toUri(), model.save(file), 0);
            broker.write(Topics.GENERATIONS_TRAINED, "run:0", Fixtures.trained(run, 0, checkpoint));
        }
    }

    /** The texts of a generation by sample, once all are there; a sample that came twice has one text. */
    private Map<String, String> awaitTexts(int generation) {
        Map<String, String> texts = new HashMap<>();
        await().atMost(BrokerLog.PATIENCE).pollInSameThread().untilAsserted(() -> {
            for (SampleCollected sample : broker.await(Topics.SAMPLES_COLLECTED, "run:" + generation + ":", 1)) {
                String text = sample.prompt() + "|" + sample.text();
                String before = texts.putIfAbsent(sample.sampleId(), text);
                assertThat(before == null ? text : before).isEqualTo(text);
            }
            assertThat(texts).hasSize(DOCUMENTS);
        });
        return texts;
    }

    private void awaitAllDone() {
        await().atMost(BrokerLog.PATIENCE).untilAsserted(() -> assertThat(broker.committed("generator"))
                .isEqualTo(broker.ends(BrokerLog.worked())));
    }

    private static double tokens(GeneratorProcess process) {
        Matcher found = TOKENS.matcher(process.get("/q/metrics"));
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    @Test
    void killedInTheMiddleItMakesEverySampleAndEachWithOneText() {
        try (GeneratorProcess killed = generator("one")) {
            await().atMost(BrokerLog.PATIENCE).until(killed::ready);
            requestGeneration(run());
            broker.await(Topics.SAMPLES_COLLECTED, "run:1:", 128);
        }
        assertThat(broker.records(Topics.SAMPLES_COLLECTED.name(), key -> true)).hasSizeLessThan(DOCUMENTS);

        try (GeneratorProcess again = generator("one")) {
            assertThat(awaitTexts(1)).hasSize(DOCUMENTS);
            awaitAllDone();
            assertThat(again.get("/q/health/live")).contains("\"status\": \"UP\"");
        }
    }

    @Tag("long")
    @Test
    void twoInstancesShareTheWorkAndOneThatDiesLeavesItsPartToTheOther() {
        try (GeneratorProcess one = generator("one");
                GeneratorProcess two = generator("two")) {
            await().atMost(BrokerLog.PATIENCE)
                    .until(() -> one.ready() && two.ready() && broker.members("generator") == 6);
            requestGeneration(run());
            await().atMost(BrokerLog.PATIENCE).until(() -> tokens(one) > 0 && tokens(two) > 0);
            one.kill();

            assertThat(awaitTexts(1)).hasSize(DOCUMENTS);
            awaitAllDone();
        }
    }

    @Tag("long")
    @Test
    void aRecordThatIsRefusedAndReadAgainAfterAKillHasOneDeadLetter() throws IOException {
        byte[] poison = "{\"no\": \"message\"}".getBytes(StandardCharsets.UTF_8);
        for (int life = 1; life <= 3; life++) {
            String key = "poison-" + life;
            try (GeneratorProcess killed = generator("one")) {
                for (Topic<?> topic : BrokerLog.consumed()) {
                    broker.write(topic, key, poison);
                }
                for (Topic<?> topic : BrokerLog.consumed()) {
                    broker.await(topic.deadLetter("generator"), key::equals, 1);
                }
                killed.kill(); // most often before the offset is committed
            }
        }
        try (GeneratorProcess last = generator("one")) {
            await().atMost(BrokerLog.PATIENCE).until(last::ready);
            awaitAllDone();
        }
        for (Topic<?> topic : BrokerLog.consumed()) {
            assertThat(broker.await(topic.deadLetter("generator"), key -> key.startsWith("poison-"), 3))
                    .extracting(letter -> letter.key() + new String(letter.value(), StandardCharsets.UTF_8))
                    .containsExactlyInAnyOrder(
                            "poison-1{\"no\": \"message\"}",
                            "poison-2{\"no\": \"message\"}",
                            "poison-3{\"no\": \"message\"}");
        }
    }
}
