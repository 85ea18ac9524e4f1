package io.tailkeeper.generator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.generator.ByteVocabulary;
import io.tailkeeper.generator.Corpora;
import io.tailkeeper.generator.CorpusSource;
import io.tailkeeper.generator.Fixtures;
import io.tailkeeper.generator.Sampler;
import io.tailkeeper.generator.Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartBrokerTest {

    @TempDir
    private Path directory;

    private final KafkaBrokerResource kafka = new KafkaBrokerResource();
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

    private GeneratorLoop loop(Writer writer, Runnable onDeath) {
        CorpusSource source = (request, into) -> IntStream.range(0, 4_000)
                .mapToObj(number -> "Document " + number + " of forty characters and more, to be cut.")
                .forEach(into);
        Corpora corpora = new Corpora(source, source, size -> new ByteVocabulary());
        return new GeneratorLoop(
                Map.of("bootstrap.servers", servers), directory, corpora, new Sampler(corpora, writer), onDeath);
    }

    private static int[][] letters(int rows, int tokens) {
        return IntStream.range(0, rows)
                .mapToObj(row -> IntStream.generate(() -> 'a').limit(tokens).toArray())
                .toArray(int[][]::new);
    }

    @Test
    void taskThatDiedWithItsInstanceIsDoneOnceByTheNext() throws IOException, InterruptedException {
        RunRequested run = Specifications.run("restart", "base");
        for (int first = 32; first < 64; first += 8) {
            SamplingTask task = new SamplingTask(run, 1, SamplingTask.Part.SYNTHETIC, first, 8, Fixtures.CHECKPOINT);
            broker.write(Topics.SAMPLING_TASKS, task.taskId(), task);
        }
        CountDownLatch dead = new CountDownLatch(1);
        int[] calls = {0};
        GeneratorLoop first = loop(
                (checkpoint, prompts, newTokens, decoding, seeds) -> {
                    if (++calls[0] == 3) {
                        throw new OutOfMemoryError("thrown by the test");
                    }
                    return letters(prompts.length, newTokens);
                },
                dead::countDown);
        first.start();
        assertThat(dead.await(10, TimeUnit.SECONDS)).isTrue();
        first.close();

        try (GeneratorLoop second = loop(
                (checkpoint, prompts, newTokens, decoding, seeds) -> letters(prompts.length, newTokens), () -> {})) {
            second.start();
            broker.await(Topics.SAMPLES_COLLECTED, "restart:1:", 32);
            broker.write(Topics.SAMPLING_TASKS, "marker", marker(run));
            broker.await(Topics.SAMPLES_COLLECTED, "restart:2:32", 1);
        }

        assertThat(broker.await(Topics.SAMPLES_COLLECTED, "restart:1:", 32))
                .extracting(SampleCollected::sampleId)
                .doesNotHaveDuplicates()
                .hasSize(32);
    }

    private static SamplingTask marker(RunRequested run) {
        return new SamplingTask(run, 2, SamplingTask.Part.SYNTHETIC, 32, 1, Fixtures.CHECKPOINT);
    }
}
