package io.tailkeeper.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tailkeeper.kubernetes.rules.Strimzi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Files that are made from others are what those say; {@code -Dtailkeeper.write-documents=true} writes them.
 */
class GeneratedFilesTest {

    private static final String WRITE = "tailkeeper.write-documents";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private static void same(String file, String source, List<ObjectNode> objects) throws IOException {
        String made = "# Made from " + source + " by GeneratedFilesTest, do not edit.\n"
                + objects.stream().map(GeneratedFilesTest::yaml).collect(Collectors.joining("---\n"));
        Path path = Checkout.HERE.resolve("components").resolve(file);
        if (System.getProperty(WRITE) != null) {
            Files.writeString(path, made);
        }
        assertThat(Files.readString(path))
                .as("%s is not what %s says; have it written by running this test with -D%s=true", file, source, WRITE)
                .isEqualTo(made);
    }

    private static String yaml(ObjectNode object) {
        try {
            return YAML.writeValueAsString(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void topicsAreThoseOfTheContract() throws IOException {
        same("strimzi/topics.yaml", "Topics", Strimzi.topics());
    }

    @Test
    void accountsHaveTheRightsThatTheContractAsksFor() throws IOException {
        same("strimzi/users.yaml", "asyncapi.yaml", Strimzi.users());
    }

    @Test
    void theRuleHasTheAlertsThatComposeHas() throws IOException {
        JsonNode alerts = YAML.readTree(Checkout.text("deploy/monitoring/alerts.yaml"));
        ObjectNode rule = new JsonMapper().createObjectNode();
        rule.put("apiVersion", "monitoring.coreos.com/v1").put("kind", "PrometheusRule");
        ObjectNode labels = rule.putObject("metadata")
                .put("name", "tailkeeper")
                .put("namespace", "tailkeeper")
                .putObject("labels");
        List.of("name", "instance", "part-of").forEach(label -> labels.put("app.kubernetes.io/" + label, "tailkeeper"));
        rule.set("spec", alerts);

        assertThat(alerts.findValuesAsText("alert")).hasSizeGreaterThan(5).doesNotHaveDuplicates();
        same("monitoring/rule.yaml", "deploy/monitoring/alerts.yaml", List.of(rule));
    }
}
