package io.tailkeeper.trainer.quarkus;

import static io.tailkeeper.trainer.testing.Broker.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.checkpoints.testing.S3Server;
import io.tailkeeper.checkpoints.testing.S3ServerResource;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.trainer.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The whole service beside a real broker and a real S3 server. */
@QuarkusTest
@QuarkusTestResource(KafkaBrokerResource.class)
@QuarkusTestResource(FreshFolder.class)
@QuarkusTestResource(value = S3ServerResource.class, restrictToAnnotatedClass = true)
class StoredCheckpointsTest extends BesideABroker {

    @ConfigProperty(name = "tailkeeper.trainer.directory")
    Path folder;

    S3Server store;

    private void request(String runId, String baseRunId) {
        broker.publish(Topics.RUNS_REQUESTED, Specifications.run(runId, baseRunId));
        if (baseRunId == null) {
            broker.publish(Topics.SAMPLES_CALIBRATION, Samples.heldOut(runId, 8, 16));
            broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey(runId, 0), 64, 0));
        }
    }

    private Path object(GenerationTrained trained) {
        return store.objects().resolve(trained.checkpoint().uri().getPath().substring(1));
    }

    @Test
    void checkpointsAreInTheStoreWhenTheyAreNamedAndTrainingGoesOnFromThere() throws IOException {
        request("stored", null);
        request("arm", "stored");
        GenerationTrained base = broker.awaitTrained("stored", 0);

        assertThat(base.checkpoint().uri())
                .hasToString("s3://models/installation/stored/generation-0/model.safetensors");
        assertThat(Sha256.of(object(base))).isEqualTo(base.checkpoint().sha256());
        assertThat(object(base).resolveSibling("tokenizer.json")).exists();

        // As on another machine: what the trainer has trained before is in the store alone.
        assertThat(broker.awaitTrained("arm", 0).checkpoint()).isEqualTo(base.checkpoint());
        Files.delete(folder.resolve("stored/generation-0/model.safetensors"));
        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("arm", 1), 32, 32));
        GenerationTrained first = broker.awaitTrained("arm", 1);

        assertThat(first.checkpoint().uri()).hasToString("s3://models/installation/arm/generation-1/model.safetensors");
        assertThat(Sha256.of(object(first))).isEqualTo(first.checkpoint().sha256());
        assertThat(first.test().perplexity()).isLessThan(base.test().perplexity());
    }

    @Test
    void nothingIsNamedWhileTheStoreIsAwayAndNothingIsLost() throws IOException {
        store.stop();
        try {
            request("patient", null);
            patiently().until(() -> supervision.problems().containsKey("checkpoints"));

            assertThat(supervision.problems().get("checkpoints")).contains("s3://models", "does not answer");
            assertThat(folder.resolve("patient/generation-0/model.safetensors")).exists();
            assertThat(broker.messages(Topics.GENERATIONS_TRAINED))
                    .extracting(trained -> trained.generationKey().runId())
                    .doesNotContain("patient");
        } finally {
            store.start();
        }
        GenerationTrained trained = broker.awaitTrained("patient", 0);

        assertThat(Sha256.of(object(trained))).isEqualTo(trained.checkpoint().sha256());
        assertThat(supervision.problems()).isEmpty();
    }
}
