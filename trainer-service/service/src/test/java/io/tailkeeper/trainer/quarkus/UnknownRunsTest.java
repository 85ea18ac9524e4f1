package io.tailkeeper.trainer.quarkus;

import static io.tailkeeper.trainer.testing.Broker.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.trainer.Samples;
import io.tailkeeper.trainer.testing.Broker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Somebody names runs that nobody has requested; its folder is this test's alone. */
@QuarkusTest
@QuarkusTestResource(value = KafkaBrokerResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = FreshFolder.class, restrictToAnnotatedClass = true)
class UnknownRunsTest {

    private static final int RUNS = 600;
    private static final int MAX_SPOOLS = 256;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String servers;

    @ConfigProperty(name = "tailkeeper.trainer.directory")
    Path folder;

    @Test
    void costAFewFilesAndHoldNoOtherRunUp() throws IOException {
        try (Broker broker = new Broker(servers)) {
            List<CalibrationSample> unknown = IntStream.range(0, RUNS)
                    .mapToObj(i -> Samples.heldOut("unknown-" + i, 0, 1).getFirst())
                    .toList();
            broker.publishAll(Topics.SAMPLES_CALIBRATION, unknown);
            broker.publish(Topics.RUNS_REQUESTED, Specifications.run("known", null));
            patiently().until(() -> refusedRuns(broker).size() == RUNS - MAX_SPOOLS);

            broker.publishAll(Topics.SAMPLES_CALIBRATION, Samples.heldOut("known", 8, 16));
            broker.publishAll(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("known", 0), 64, 0));

            assertThat(broker.awaitTrained("known", 0).steps()).isEqualTo(16);
            try (Stream<Path> folders = Files.list(folder);
                    Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                assertThat(folders.filter(each -> each.getFileName().toString().startsWith("unknown-")))
                        .hasSize(MAX_SPOOLS);
                assertThat(open.filter(UnknownRunsTest::isHeldOut)).hasSizeBetween(MAX_SPOOLS, MAX_SPOOLS + 1);
            }
        }
    }

    /** A letter may be written twice, when the partition goes from one consumer to the next. */
    private static Set<String> refusedRuns(Broker broker) {
        return broker.letters(Topics.SAMPLES_CALIBRATION).stream()
                .map(letter -> new String(letter.key(), StandardCharsets.UTF_8))
                .collect(Collectors.toSet());
    }

    private static boolean isHeldOut(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).endsWith("held-out.jsonl");
        } catch (IOException e) {
            return false; // closed in the meantime
        }
    }
}
