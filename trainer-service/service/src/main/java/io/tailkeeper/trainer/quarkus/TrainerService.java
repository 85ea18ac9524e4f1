package io.tailkeeper.trainer.quarkus;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.trainer.TrainerDirectory;
import io.tailkeeper.trainer.kafka.KafkaClients;
import io.tailkeeper.trainer.kafka.Trainer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Map;

/** Runs the trainer for as long as the service is up. */
@ApplicationScoped
public class TrainerService {

    private static final System.Logger LOG = System.getLogger(TrainerService.class.getName());

    private final TrainerConfiguration configuration;
    private final KafkaClients clients;
    private final MeterRegistry meters;
    private Trainer trainer;
    private Thread thread;

    TrainerService(
            TrainerConfiguration configuration,
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            MeterRegistry meters) {
        this.configuration = configuration;
        this.clients = new KafkaClients(broker);
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        setUpEngine(configuration.threads());
        ModelDevice.choose(configuration.device());
        trainer = new Trainer(new TrainerDirectory(configuration.directory()), clients, meters, Clock.systemUTC());
        thread = Thread.ofPlatform().name("trainer").start(this::run);
    }

    /** What the engine reads when it is loaded: its threads, and that it is not to report its use to anyone. */
    private static void setUpEngine(int threads) {
        System.setProperty("OPT_OUT_TRACKING", "true");
        if (threads > 0) {
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        }
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    }

    private void run() {
        try {
            trainer.run();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "the trainer cannot go on and ends: " + e.getMessage(), e);
            Quarkus.asyncExit(1);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (trainer != null) {
            trainer.stop();
            thread.join();
        }
    }

    /** What keeps the trainer from its work; null: nothing. */
    String problem() {
        return trainer == null ? "not started" : trainer.problem();
    }
}
