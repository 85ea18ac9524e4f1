package io.tailkeeper.trainer.quarkus;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tailkeeper.flow.DiskSpace;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.trainer.generation.Trainer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Runs the trainer for as long as the service is up. */
@ApplicationScoped
class TrainerService {

    private final TrainerSettings settings;
    private final Trainer trainer;
    private final Supervision supervision;
    private final DiskSpace disks;

    TrainerService(TrainerSettings settings, Trainer trainer, Supervision supervision, DiskSpace disks) {
        this.disks = disks;
        this.settings = settings;
        this.trainer = trainer;
        this.supervision = supervision;
    }

    void start(@Observes StartupEvent event) {
        setUpEngine(settings.threads());
        ModelDevice.choose(settings.device());
        disks.watch("tailkeeper.trainer.directory", settings.directory());
        trainer.start(supervision);
    }

    /** What the engine reads when it is loaded: its threads, and that it is not to report its use to anyone. */
    private static void setUpEngine(int threads) {
        System.setProperty("OPT_OUT_TRACKING", "true");
        if (threads > 0) {
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        }
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        trainer.stop();
    }
}
