package io.tailkeeper.generator.quarkus;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.generator.Corpora;
import io.tailkeeper.generator.Sampler;
import io.tailkeeper.generator.files.CorpusFiles;
import io.tailkeeper.generator.kafka.GeneratorLoop;
import io.tailkeeper.generator.micrometer.MeasuredWriter;
import io.tailkeeper.generator.pytorch.ModelVocabulary;
import io.tailkeeper.generator.pytorch.PyTorchWriter;
import io.tailkeeper.generator.wordnet.WordNet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Puts the generator together, starts it, stops it, and says how it is. */
@ApplicationScoped
class GeneratorService {

    private final GeneratorLoop loop;

    GeneratorService(
            GeneratorSettings settings,
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            MeterRegistry meters) {
        Corpora corpora = new Corpora(new WordNet(), new CorpusFiles(), ModelVocabulary::of);
        PyTorchWriter writer = new PyTorchWriter(settings.threads(), settings.device());
        Sampler sampler = new Sampler(corpora, new MeasuredWriter(writer, meters));
        this.loop = new GeneratorLoop(broker, settings.directory(), corpora, sampler, () -> Quarkus.asyncExit(1));
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        loop.close();
    }

    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> HealthCheckResponse.named("generator reaches Kafka")
                .status(loop.connected())
                .build();
    }

    @Produces
    @Liveness
    HealthCheck alive() {
        return () -> HealthCheckResponse.named("generator works")
                .status(loop.alive())
                .build();
    }
}
