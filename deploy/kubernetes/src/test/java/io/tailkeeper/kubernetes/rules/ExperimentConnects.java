package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.kubernetes.Manifests;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The file that says how the program talks to the brokers is where its argument says, and its variables are those of its pod. */
final class ExperimentConnects implements Rule {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Z_]+)}");

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (JsonNode job : manifests.of("Job")) {
            JsonNode container = job.at("/spec/template/spec/containers/0");
            List<String> arguments = Manifests.elements(container, "/args").stream()
                    .map(JsonNode::asText)
                    .toList();
            int option = arguments.indexOf("--command-config");
            String file = option < 0 ? "" : arguments.get(option + 1);
            String text = content(manifests, job.at("/spec/template/spec"), container, file);
            if (text.isEmpty()) {
                faults.add(Manifests.title(job) + ": nothing is at " + file + " for --command-config");
            }
            properties(text)
                    .forEach((name, value) -> property(
                            Manifests.title(job),
                            name.toString(),
                            value.toString(),
                            manifests.environment(container),
                            faults));
        }
        return faults;
    }

    private static void property(
            String title, String name, String value, Map<String, String> environment, List<String> faults) {
        if (!AdminClientConfig.configNames().contains(name) && !name.startsWith("config.providers")) {
            faults.add(title + ": " + name + " is no setting of a Kafka client");
        }
        Matcher variable = VARIABLE.matcher(value);
        boolean accounts = "SASL_SSL".equals(environment.get("KAFKA_SECURITY_PROTOCOL"));
        if (variable.matches()
                && (accounts || name.equals("security.protocol"))
                && !environment.containsKey(variable.group(1))) {
            faults.add(title + ": " + name + " needs " + variable.group(1) + ", which its pod is not given");
        }
    }

    /** What a ConfigMap puts there. */
    private static String content(Manifests manifests, JsonNode pod, JsonNode container, String file) {
        for (JsonNode mount : Manifests.elements(container, "/volumeMounts")) {
            String folder = mount.path("mountPath").asText() + "/";
            for (JsonNode volume : Manifests.elements(pod, "/volumes")) {
                if (file.startsWith(folder) && volume.path("name").equals(mount.path("name"))) {
                    return manifests
                            .find("ConfigMap", volume.at("/configMap/name").asText())
                            .map(config -> config.path("data")
                                    .path(file.substring(folder.length()))
                                    .asText())
                            .orElse("");
                }
            }
        }
        return "";
    }

    private static Properties properties(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
