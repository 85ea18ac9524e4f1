package io.tailkeeper.containers;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * A pod of the manifests as a container: image, environment, arguments, user, limits, capabilities, read-only root and volumes are the
 * pod's. Nothing is waited for when it starts, as a cluster waits for nothing.
 */
final class PodContainer extends GenericContainer<PodContainer> {

    private static final long NANOS = 1_000_000_000L;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\(([A-Z_]+)\\)");

    private final String name;
    private final JsonNode container;

    /**
     * Not started yet.
     *
     * @param volumes gives the folders that are mounted
     * @param secrets values by name of the secret and key, {@code name/key}
     */
    PodContainer(Manifests manifests, Pod pod, PodVolumes volumes, Map<String, String> secrets, Network network) {
        super(Images.of(only(pod).path("image").asText()));
        name = pod.name();
        container = only(pod);
        Map<String, String> environment = environment(manifests, secrets);
        withEnv(environment);
        List<String> arguments = texts("/args").stream()
                .map(argument -> VARIABLE.matcher(argument)
                        .replaceAll(found -> Matcher.quoteReplacement(value(environment, found))))
                .toList();
        if (!arguments.isEmpty()) {
            withCommand(arguments.toArray(String[]::new));
        }
        withNetwork(network).withNetworkAliases(name);
        List<Bind> binds = binds(pod, volumes);
        withCreateContainerCmdModifier(create -> {
            if (!texts("/command").isEmpty()) {
                create.withEntrypoint(texts("/command"));
            }
            if (container.has("workingDir")) {
                create.withWorkingDir(container.get("workingDir").asText());
            }
            JsonNode security = pod.spec().path("securityContext");
            create.withUser(security.path("runAsUser").asText() + ":"
                            + security.path("runAsGroup").asText())
                    .withHostName(name + "-0");
            restrict(create.getHostConfig(), binds);
        });
        waitingFor(new AtOnce());
    }

    private static JsonNode only(Pod pod) {
        List<JsonNode> containers = pod.containers().toList();
        if (containers.size() != 1) {
            throw new AssertionError(
                    pod.name() + " has " + containers.size() + " containers, and this test knows of one");
        }
        return containers.getFirst();
    }

    private static String value(Map<String, String> environment, MatchResult found) {
        return Optional.ofNullable(environment.get(found.group(1)))
                .orElseThrow(() -> new AssertionError("an argument names " + found.group() + ", which is not set"));
    }

    private Map<String, String> environment(Manifests manifests, Map<String, String> secrets) {
        Map<String, String> environment = new TreeMap<>();
        for (Map.Entry<String, String> entry : manifests.environment(container).entrySet()) {
            if (entry.getValue() != null) {
                environment.put(entry.getKey(), entry.getValue());
            }
        }
        for (JsonNode variable : Manifests.elements(container, "/env")) {
            JsonNode source = variable.path("valueFrom");
            String key = variable.path("name").asText();
            if (source.at("/fieldRef/fieldPath").asText().equals("metadata.name")) {
                environment.put(key, name + "-0");
            } else if (source.has("secretKeyRef")) {
                JsonNode secret = source.get("secretKeyRef");
                String where =
                        secret.path("name").asText() + "/" + secret.path("key").asText();
                String given = secrets.get(where);
                if (given != null) {
                    environment.put(key, given);
                } else if (!secret.path("optional").asBoolean()) {
                    throw new AssertionError(name + " needs the secret " + where);
                }
            } else if (!variable.has("value")) {
                throw new AssertionError(name + " takes " + key + " from what this test does not know: " + source);
            }
        }
        return environment;
    }

    private List<Bind> binds(Pod pod, PodVolumes volumes) {
        List<Bind> binds = new ArrayList<>();
        for (JsonNode mount : Manifests.elements(container, "/volumeMounts")) {
            boolean only = mount.path("readOnly").asBoolean();
            binds.add(new Bind(
                    volumes.folder(pod, mount.path("name").asText()).toString(),
                    new Volume(mount.path("mountPath").asText()),
                    only ? AccessMode.ro : AccessMode.rw));
        }
        return binds;
    }

    private void restrict(HostConfig host, List<Bind> binds) {
        JsonNode limits = container.at("/resources/limits");
        JsonNode security = container.path("securityContext");
        host.withBinds(binds)
                .withMemory(bytes(limits.path("memory").asText()))
                .withMemorySwap(bytes(limits.path("memory").asText()))
                .withNanoCPUs(nanos(limits.path("cpu").asText()))
                .withReadonlyRootfs(security.path("readOnlyRootFilesystem").asBoolean())
                .withCapDrop(texts("/securityContext/capabilities/drop").stream()
                        .map(Capability::valueOf)
                        .toArray(Capability[]::new));
        if (!security.path("allowPrivilegeEscalation").asBoolean(true)) {
            host.withSecurityOpts(List.of("no-new-privileges:true"));
        }
    }

    private List<String> texts(String pointer) {
        return Manifests.elements(container, pointer).stream()
                .map(JsonNode::asText)
                .toList();
    }

    /** Bytes of a quantity of memory. */
    static long bytes(String quantity) {
        long unit = quantity.endsWith("Gi") ? 1L << 30 : quantity.endsWith("Mi") ? 1L << 20 : 1L << 10;
        return Long.parseLong(quantity.replaceFirst("[KMG]i$", "")) * unit;
    }

    private static long nanos(String cpu) {
        return cpu.endsWith("m")
                ? Long.parseLong(cpu.replace("m", "")) * NANOS / 1000
                : new BigDecimal(cpu).multiply(BigDecimal.valueOf(NANOS)).longValueExact();
    }

    /** Name of the workload. */
    String name() {
        return name;
    }

    /** A probe of it; missing where it has none. */
    JsonNode probe(String kind) {
        return container.path(kind);
    }

    /** Number of a port that a probe names. */
    int port(JsonNode named) {
        return named.isInt()
                ? named.asInt()
                : Manifests.elements(container, "/ports").stream()
                        .filter(port -> port.path("name").equals(named))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(name + " has no port " + named))
                        .path("containerPort")
                        .asInt();
    }

    /** Its address in the network, at which a cluster's probes ask. */
    String address() {
        return getCurrentContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .findFirst()
                .orElseThrow()
                .getIpAddress();
    }

    /** Starts without waiting. */
    private static final class AtOnce extends AbstractWaitStrategy {

        @Override
        protected void waitUntilReady() {
            // A cluster asks the probes, and so does the test.
        }
    }
}
