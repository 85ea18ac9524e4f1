package io.tailkeeper.contracts.architecture.offending.kafka;

import io.tailkeeper.contracts.architecture.offending.util.Strings;
import jakarta.inject.Inject;
import java.util.logging.Logger;

/** Injects into a field, prints, logs past the framework and sleeps. */
public class Sender {

    @Inject
    Strings strings;

    public void sendAndForget(String message) {
        System.out.println(message);
        Logger.getLogger("sender").info(strings.repeat(message));
    }

    public void await() throws InterruptedException {
        Thread.sleep(1);
    }
}
