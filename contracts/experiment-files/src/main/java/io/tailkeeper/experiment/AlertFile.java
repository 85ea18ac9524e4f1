package io.tailkeeper.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.commandline.Suggestion;
import io.tailkeeper.contracts.specification.AlertRule;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A file of rules of alerts: a list under {@code rules}. A fault names file, line and rule. */
public final class AlertFile {

    private static final String KEY = "rules";
    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");

    private AlertFile() {}

    /**
     * The rules of a file, which may be none.
     *
     * @throws ExperimentException when it cannot be read, or a rule is wrong
     */
    public static List<AlertRule> read(Path file) {
        String option = "--alerts " + file;
        if (!Files.isRegularFile(file)) {
            throw new ExperimentException(option + " is not a file; give the path of a file of rules, as in"
                    + " \"rules: [{id: perplexity, measure: perplexityRatio, above: 1.3}]\"");
        }
        try {
            return read(option, Utf8.text(option, Files.readAllBytes(file)));
        } catch (AccessDeniedException _) {
            throw new ExperimentException(option + " may not be read by this user; change its rights");
        } catch (IOException e) {
            throw new ExperimentException(option + " cannot be read: " + e.getMessage());
        }
    }

    static List<AlertRule> read(String origin, String text) {
        try {
            ObjectNode tree = ExperimentYaml.parse(text, "there are no keys in it; a file of alerts has rules");
            tree.fieldNames().forEachRemaining(key -> {
                if (!key.equals(KEY)) {
                    throw new ExperimentException(
                            "unknown key \"" + key + "\"; " + Suggestion.forWord(key, List.of(KEY)), key);
                }
            });
            List<AlertRule> rules = AlertSetting.rules(tree.path(KEY), KEY);
            requireUnique(rules);
            return rules;
        } catch (ExperimentException e) {
            throw e.within(
                    line(text, e.path()).map(line -> origin + ", line " + line).orElse(origin));
        }
    }

    private static void requireUnique(List<AlertRule> rules) {
        if (rules.size() > AlertRule.MOST) {
            throw new ExperimentException(
                    "there are " + rules.size() + " rules; at most " + AlertRule.MOST + " are allowed", KEY);
        }
        Set<String> ids = new HashSet<>();
        for (int index = 0; index < rules.size(); index++) {
            String id = rules.get(index).id();
            if (!ids.add(id)) {
                String place = KEY + "[" + index + "].id";
                throw new ExperimentException(
                        place + ": an earlier rule is called \"" + id + "\" too; rename one of them", place);
            }
        }
    }

    /** The line of a place, or of the nearest place around it that is in the text; empty for a fault of the whole. */
    private static Optional<Integer> line(String text, String path) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        Node node = new Yaml().compose(new StringReader(text));
        int line = node.getStartMark().getLine();
        Matcher steps = STEP.matcher(path);
        while (steps.find()) {
            Optional<Node> key = step(node, steps, true);
            Optional<Node> value = step(node, steps, false);
            if (key.isEmpty() || value.isEmpty()) {
                break;
            }
            line = key.get().getStartMark().getLine();
            node = value.get();
        }
        return Optional.of(line + 1);
    }

    /** One step down: the key where there is one, or the value. */
    private static Optional<Node> step(Node node, Matcher step, boolean key) {
        if (step.group(2) != null) {
            int index = Integer.parseInt(step.group(2));
            return node instanceof SequenceNode list && index < list.getValue().size()
                    ? Optional.of(list.getValue().get(index))
                    : Optional.empty();
        }
        return node instanceof MappingNode group
                ? group.getValue().stream()
                        .filter(entry -> entry.getKeyNode() instanceof ScalarNode name
                                && name.getValue().equals(step.group(1)))
                        .map(key ? NodeTuple::getKeyNode : NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }
}
