package io.tailkeeper.detector.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.detector.kafka.Installation;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaBrokerResource.class)
@QuarkusTestResource(RedisServerResource.class)
class DetectorServiceBrokerTest {

    private static final List<String> HUMAN = List.of(
            "a domed structure of carved stone", "the branch of medicine that deals with the heart",
            "an evergreen shrub with fragrant flowers", "someone who repairs watches and clocks");
    private static final List<String> MACHINE = List.of(
            "a of the of the carv stone stone", "the the branch medic that of the that",
            "an an ever shru with of with the", "some one of of who the re repair of");

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> connection;

    @TestHTTPResource("/q/health")
    URI health;

    @TestHTTPResource("/q/metrics")
    URI metrics;

    @Test
    void calibratesAndScoresWithTheRealEncoderAndShowsIt() {
        GenerationKey generation = new GenerationKey("real", 1);
        List<SampleScored> scored = new ArrayList<>();
        try (Installation installation = Installation.at(connection)) {
            int each = 12;
            for (int i = 0; i < 2 * each; i++) {
                String text =
                        (i < each ? HUMAN : MACHINE).get(i % HUMAN.size()) + " " + "abcdefghijkl".charAt(i % each);
                installation.send(new CalibrationSample(
                        "real", 1, CalibrationSample.Part.CALIBRATION, i, 2 * each, "", text, i >= each));
            }
            for (int i = 0; i < 8; i++) {
                String text = (i < 4 ? HUMAN.get(i) : MACHINE.get(i - 4)) + " " + "abcdefgh".charAt(i);
                installation.send(Installation.sample(generation, i, text));
            }
            await().until(() -> installation.scored(generation).size() >= 8);
            scored.addAll(installation.scored(generation));
        }
        assertThat(scored).hasSize(8).allSatisfy(sample -> {
            String text = sample.sample().text();
            boolean machine = MACHINE.contains(text.substring(0, text.length() - 2));
            assertThat(sample.syntheticProbability() > 0.5).isEqualTo(machine);
        });
        await().until(() -> get(health).contains("\"status\": \"UP\""));
        assertThat(get(health)).contains("\"name\": \"works\"", "\"name\": \"ready\"");
        // The 8 samples are texts of the calibration part, which are not encoded again.
        assertThat(get(metrics))
                .containsPattern("tailkeeper_detector_documents_total 24\\.0")
                .contains("tailkeeper_detector_busy_seconds_total")
                .contains("tailkeeper_transactions_aborted_total{service=\"detector\"} 0.0")
                .contains("tailkeeper_disk_free_bytes{folder=\"tailkeeper.directory\",service=\"detector\"}")
                .containsPattern("tailkeeper_detector_cache_misses_total 24\\.0")
                .containsPattern("tailkeeper_detector_cache_hits_total 0\\.0")
                .containsPattern("tailkeeper_backlog\\{[^}]*samples\\.collected\\.v1[^}]*} 0\\.0")
                .containsPattern("tailkeeper_waiting\\{[^}]*samples\\.collected\\.v1[^}]*} 0\\.0");
    }

    private static String get(URI uri) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }
}
