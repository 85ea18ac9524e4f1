package io.tailkeeper.contracts.architecture.offending.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jboss.logging.Logger;

/** Has a digest, a move and a door to Kafka of its own, and sleeps by another name. */
public class Copies {

    private static final Logger LOG = Logger.getLogger(Copies.class);

    public byte[] digest(byte[] bytes) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    public Path move(Path from, Path to) throws IOException {
        return Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    public void send(Map<String, Object> settings) {
        new KafkaProducer<String, String>(settings).close();
    }

    public void list(Map<String, Object> settings) {
        Admin.create(settings).close();
    }

    public void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(1);
        LOG.info("slept");
    }
}
