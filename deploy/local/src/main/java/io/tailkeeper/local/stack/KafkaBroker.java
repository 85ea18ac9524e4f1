package io.tailkeeper.local.stack;

import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.TopicAdmin;
import io.tailkeeper.contracts.topics.TopicSettings;
import io.tailkeeper.process.ChildSpecification;
import io.tailkeeper.process.Jvm;
import io.tailkeeper.process.NoRoom;
import io.tailkeeper.process.ProcessException;
import io.tailkeeper.process.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A KRaft broker, controller included, in a JVM of its own. */
final class KafkaBroker implements Role {

    /** Room for the largest message and what surrounds it. */
    private static final int MAXIMUM_MESSAGE_BYTES = ContractJson.MAXIMUM_BYTES + 1024 * 1024;

    private static final int TIMEOUT_SECONDS = 30;

    private final RunDirectory directory;
    private final FreePorts ports;
    private final Duration longestTransaction;

    /**
     * A broker.
     *
     * @param longestTransaction after so long it ends a transaction that somebody left open: until then nobody reads on
     */
    KafkaBroker(RunDirectory directory, FreePorts ports, Duration longestTransaction) {
        this.directory = directory;
        this.ports = ports;
        this.longestTransaction = longestTransaction;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public ChildSpecification specification(int port) {
        Path folder = directory.madeData(name());
        Path file = folder.resolve(BrokerProgram.SETTINGS);
        String settings = settings(port, ports.next());
        try {
            Files.writeString(file, settings);
        } catch (IOException e) {
            throw NoRoom.of(file, settings.length(), e);
        }
        List<String> command = new ArrayList<>(List.of(
                Jvm.PROGRAM,
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // starts in half the time; the broker is never the bottleneck here
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        command.addAll(Jvm.crashOptions(directory.logs(), name()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BrokerProgram.class.getName()));
        return new ChildSpecification(command, Map.of(), folder, directory.log(name()));
    }

    private String settings(int port, int controllerPort) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                auto.create.topics.enable=false
                num.partitions=1
                offsets.topic.num.partitions=1
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=3
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.max.timeout.ms=%5$d
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                message.max.bytes=%4$d
                replica.fetch.max.bytes=%4$d
                # A killed broker comes back only when its old session is over.
                broker.session.timeout.ms=4000
                broker.heartbeat.interval.ms=500
                log.retention.ms=-1
                log.cleaner.dedupe.buffer.size=4194304
                log.index.size.max.bytes=1048576
                """
                .formatted(
                        port, controllerPort, BrokerProgram.DATA, MAXIMUM_MESSAGE_BYTES, longestTransaction.toMillis());
    }

    @Override
    public boolean ready(int port) {
        if (!Jvm.listens(port)) {
            return false;
        }
        try (Admin admin = admin(port)) {
            return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Makes every topic of the contract and the dead-letter topics of their readers. */
    static void createTopics(int port) {
        try (Admin admin = admin(port)) {
            List<String> differences = new TopicAdmin(admin).create(TopicSettings.DEFAULT);
            if (!differences.isEmpty()) {
                throw new ProcessException(
                        "the broker has topics that will not do:\n" + String.join("\n", differences));
            }
        } catch (IllegalStateException e) {
            throw new ProcessException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Admin admin(int port) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                "127.0.0.1:" + port,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_SECONDS * 1000));
    }
}
