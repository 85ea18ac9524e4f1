package io.tailkeeper.generator.quarkus;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tailkeeper.checkpoints.Checkpoints;
import io.tailkeeper.checkpoints.StorePatience;
import io.tailkeeper.contracts.files.AllowedRoots;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.generator.AllowedText;
import io.tailkeeper.generator.Corpora;
import io.tailkeeper.generator.EndedRuns;
import io.tailkeeper.generator.Generator;
import io.tailkeeper.generator.KnowledgeSource;
import io.tailkeeper.generator.Results;
import io.tailkeeper.generator.Sampler;
import io.tailkeeper.generator.Writer;
import io.tailkeeper.generator.files.CorpusFiles;
import io.tailkeeper.generator.files.KnowledgeFiles;
import io.tailkeeper.generator.kafka.Worker;
import io.tailkeeper.generator.micrometer.MeasuredWriter;
import io.tailkeeper.generator.pytorch.ModelVocabulary;
import io.tailkeeper.generator.pytorch.PyTorchWriter;
import io.tailkeeper.generator.wordnet.WordNet;
import io.tailkeeper.generator.wordnet.WordNetItems;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Puts the generator together, starts it and stops it. */
@Singleton
class GeneratorService {

    private final Worker worker;

    GeneratorService(Worker worker) {
        this.worker = worker;
    }

    @Produces
    @Singleton
    static Writer writer(
            GeneratorSettings settings,
            MeterRegistry meters,
            Checkpoints checkpoints,
            StorePatience patience,
            Supervision supervision) {
        return new MeasuredWriter(
                new PyTorchWriter(
                        settings.threads(),
                        settings.device(),
                        checkpoints,
                        patience,
                        supervision::stopping,
                        roots(settings)),
                meters);
    }

    @Produces
    @Singleton
    static EndedRuns endedRuns() {
        return new EndedRuns();
    }

    @Produces
    @Singleton
    static Generator generator(GeneratorSettings settings, Writer writer, EndedRuns ended, Results results) {
        AllowedText allowed = new AllowedText(roots(settings));
        Corpora corpora = new Corpora(
                new WordNet(), allowed.corpora(new CorpusFiles()), allowed.vocabularies(ModelVocabulary::of));
        KnowledgeSource knowledge = KnowledgeSource.of(new WordNetItems(), allowed.knowledge(new KnowledgeFiles()));
        return new Generator(corpora, knowledge, new Sampler(corpora, writer), ended, results, Clock.systemUTC());
    }

    private static AllowedRoots roots(GeneratorSettings settings) {
        return AllowedRoots.of(settings.allowedRoots().orElse(List.of()));
    }

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        worker.stop();
    }
}
