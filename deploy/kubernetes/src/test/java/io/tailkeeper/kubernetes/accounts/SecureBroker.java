package io.tailkeeper.kubernetes.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.kubernetes.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A broker of its own process as the manifests describe it: TLS, an account each with its rights, topics, settings. */
final class SecureBroker implements AutoCloseable {

    static final String ADMIN = "admin";

    private static final String SCRAM = "SCRAM-SHA-512";
    private static final String PASSWORD = "changeit";

    private final Manifests manifests;
    private final Path folder;
    private final int port = new FreePorts().next();
    private final Child process;

    SecureBroker(Manifests manifests, Path folder) throws IOException, InterruptedException {
        this.manifests = manifests;
        this.folder = folder;
        certificate();
        Path settings = Files.writeString(folder.resolve("server.properties"), settings());
        List<String> format = new ArrayList<>(List.of(
                "kafka.tools.StorageTool", "format", "-t", "dGFpbGtlZXBlci1ub2RlMQ", "-c", settings.toString()));
        accounts()
                .forEach(account -> format.addAll(List.of(
                        "--add-scram",
                        SCRAM + "=[name=" + account + ",password=" + Integer.toHexString(account.hashCode()) + "]")));
        Child.java(folder.resolve("format.log"), format).end(0);
        process = Child.java(folder.resolve("broker.log"), List.of("kafka.Kafka", settings.toString()));
    }

    private List<String> accounts() {
        List<String> accounts = new ArrayList<>(List.of(ADMIN));
        manifests.of("KafkaUser").forEach(user -> accounts.add(Manifests.name(user)));
        return accounts;
    }

    private void certificate() throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String store = folder.resolve("broker.p12").toString();
        new Child(
                        folder.resolve("keytool.log"),
                        List.of(
                                keytool,
                                "-genkeypair",
                                "-alias",
                                "broker",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=DNS:localhost",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store,
                                "-storepass",
                                PASSWORD),
                        Map.of())
                .end(0);
        new Child(
                        folder.resolve("keytool.log"),
                        List.of(
                                keytool,
                                "-exportcert",
                                "-rfc",
                                "-alias",
                                "broker",
                                "-keystore",
                                store,
                                "-storepass",
                                PASSWORD,
                                "-file",
                                authority().toString()),
                        Map.of())
                .end(0);
    }

    /** What signed the broker's certificate. */
    Path authority() {
        return folder.resolve("ca.crt");
    }

    String address() {
        return "localhost:" + port;
    }

    private String settings() {
        int controller = new FreePorts().next();
        Map<String, String> settings = new TreeMap<>();
        manifests
                .find("Kafka", "tailkeeper")
                .orElseThrow()
                .at("/spec/kafka/config")
                .properties()
                .forEach(setting -> {
                    boolean many = setting.getKey().endsWith("replication.factor")
                            || setting.getKey().endsWith("isr")
                            || setting.getKey().endsWith("min.insync.replicas");
                    settings.put(
                            setting.getKey(), many ? "1" : setting.getValue().asText()); // there is one broker here
                });
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put("listeners", "SASL_SSL://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
        settings.put("advertised.listeners", "SASL_SSL://" + address());
        settings.put("inter.broker.listener.name", "SASL_SSL");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", SCRAM);
        settings.put("sasl.mechanism.inter.broker.protocol", SCRAM);
        settings.put("listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config", credentials(ADMIN));
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.location", folder.resolve("broker.p12").toString());
        settings.put("ssl.keystore.password", PASSWORD);
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", authority().toString());
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put(
                "super.users", "User:" + ADMIN + ";User:ANONYMOUS"); // the controller's own listener has no accounts
        settings.put("log.dirs", folder.resolve("kafka").toString());
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** What an account logs in with. */
    String credentials(String account) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + account
                + "\" password=\"" + Integer.toHexString(account.hashCode()) + "\";";
    }

    /** Settings of a client with an account. */
    Map<String, Object> client(String account) {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                address(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                SCRAM,
                "sasl.jaas.config",
                credentials(account),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                authority().toString(),
                "enable.auto.commit",
                "false",
                "max.block.ms",
                "10000"));
    }

    /** Makes the topics and gives the rights. */
    void furnish() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(client(ADMIN))) {
            admin.createTopics(manifests.of("KafkaTopic").stream()
                            .map(SecureBroker::topic)
                            .toList())
                    .all()
                    .get();
            admin.createAcls(manifests.of("KafkaUser").stream()
                            .flatMap(user -> rights(user).stream())
                            .toList())
                    .all()
                    .get();
        }
    }

    private static NewTopic topic(JsonNode topic) {
        Map<String, String> config = new HashMap<>();
        topic.at("/spec/config")
                .properties()
                .forEach(setting ->
                        config.put(setting.getKey(), setting.getValue().asText()));
        return new NewTopic(Manifests.name(topic), topic.at("/spec/partitions").asInt(), (short) 1).configs(config);
    }

    private static List<AclBinding> rights(JsonNode user) {
        List<AclBinding> rights = new ArrayList<>();
        for (JsonNode acl : Manifests.elements(user, "/spec/authorization/acls")) {
            JsonNode resource = acl.path("resource");
            String type = resource.path("type").asText();
            ResourcePattern pattern = new ResourcePattern(
                    ResourceType.fromString(type.equals("transactionalId") ? "transactional_id" : type),
                    resource.path("name").asText(),
                    resource.path("patternType").asText().equals("prefix")
                            ? PatternType.PREFIXED
                            : PatternType.LITERAL);
            for (JsonNode operation : acl.path("operations")) {
                rights.add(new AclBinding(
                        pattern,
                        new AccessControlEntry(
                                "User:" + Manifests.name(user),
                                "*",
                                AclOperation.fromString(operation.asText()),
                                AclPermissionType.ALLOW)));
            }
        }
        return rights;
    }

    @Override
    public void close() {
        process.close();
    }
}
