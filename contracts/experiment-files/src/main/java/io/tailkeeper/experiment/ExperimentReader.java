package io.tailkeeper.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.commandline.Suggestion;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an experiment from its file and what the command line changes in it. */
public final class ExperimentReader {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,29}");

    private ExperimentReader() {}

    /** A preset with settings of the command line over it. */
    public static Experiment preset(String name, List<Setting> settings) {
        return read("preset " + name, Presets.text(name), settings);
    }

    /** An experiment file with settings of the command line over it. */
    public static Experiment file(Path file, List<Setting> settings) {
        if (!Files.isRegularFile(file)) {
            throw new ExperimentException("--spec " + file + " is not a file; give the path of an experiment file"
                    + " (./tailkeeper presets show quickstart prints one to begin with)");
        }
        try {
            return read(file.toString(), Utf8.text("--spec " + file, Files.readAllBytes(file)), settings);
        } catch (AccessDeniedException _) {
            throw new ExperimentException("--spec " + file + " may not be read by this user; change its rights");
        } catch (IOException e) {
            throw new ExperimentException("--spec " + file + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * The experiment that a text describes, in the form of a file.
     *
     * @param origin what the text is, to be named in front of what is wrong with it
     * @throws ExperimentException when it cannot be run as it stands
     */
    public static Experiment text(String origin, String text) {
        return read(origin, text, List.of());
    }

    static Experiment read(String origin, String text, List<Setting> settings) {
        try {
            ObjectNode tree = ExperimentYaml.read(text);
            String name = checkedName("name", tree.path("name").asText());
            ObjectNode shared = group(tree, "specification");
            Map<String, JsonNode> arms = arms(tree);
            settings.stream().filter(setting -> !setting.forEveryArm()).forEach(setting -> {
                if (!arms.containsKey(setting.arm())) {
                    throw new ExperimentException("--set " + setting + ": there is no arm \"" + setting.arm() + "\"; "
                            + Suggestion.forWord(setting.arm(), arms.keySet()));
                }
            });
            List<Long> seeds = seeds(tree, settings);
            Sweep sweep = new Sweep(settings.stream()
                    .filter(setting -> !setting.key().equals(SeedList.KEY))
                    .toList());
            RunSpecification base = specification(shared, null, sweep.first());
            Map<String, RunSpecification> specifications = arms(shared, arms, sweep, base);
            return new Experiment(
                    name,
                    tree.path("description").asText().strip(),
                    base,
                    specifications,
                    seeds.isEmpty() ? List.of(base.seed()) : seeds,
                    Published.read(tree.path(Published.KEY), specifications.keySet()));
        } catch (ExperimentException e) {
            throw e.within(origin);
        }
    }

    /** The seeds that are asked for; none where the specification has the only one. */
    private static List<Long> seeds(ObjectNode tree, List<Setting> settings) {
        Optional<Setting> several = settings.stream()
                .filter(setting -> setting.key().equals(SeedList.KEY))
                .reduce((_, last) -> last);
        Optional<Setting> one = settings.stream()
                .filter(setting -> setting.path().equals("seed"))
                .findFirst();
        if (several.isPresent() && one.isPresent()) {
            throw new ExperimentException("--seeds " + several.get().value() + " and " + one.get()
                    + " exclude each other; give all seeds with --seeds, or one with --seed");
        }
        if (several.isPresent()) {
            return SeedList.parse(several.get().value());
        }
        JsonNode written = tree.path(SeedList.KEY);
        return one.isPresent() || written.isMissingNode() || written.isNull() ? List.of() : SeedList.read(written);
    }

    private static Map<String, RunSpecification> arms(
            ObjectNode shared, Map<String, JsonNode> arms, Sweep sweep, RunSpecification base) {
        Map<String, RunSpecification> specifications = new LinkedHashMap<>();
        arms.forEach((arm, overrides) -> {
            for (Sweep.Variant variant : sweep.variants(arm, SharedSettings.PATHS)) {
                RunSpecification specification = arm(shared, arm, overrides, variant.settings(), base);
                if (specifications.put(checkedName("arm", variant.name()), specification) != null) {
                    throw new ExperimentException(
                            "two arms would be called " + variant.name() + "; rename one of them");
                }
            }
        });
        if (specifications.size() > Sweep.MAX_ARMS) {
            throw new ExperimentException("the lists of --set make " + specifications.size() + " arms, and at most "
                    + Sweep.MAX_ARMS + " are allowed; give fewer values, or lists for one arm only:"
                    + " --set arms." + arms.keySet().iterator().next() + ".selection.bias=1,5,10");
        }
        return specifications;
    }

    private static RunSpecification arm(
            ObjectNode shared, String arm, JsonNode overrides, List<Setting> settings, RunSpecification base) {
        try {
            RunSpecification specification = specification(ExperimentYaml.merge(shared, overrides), arm, settings);
            SharedSettings.require(base, specification);
            return specification;
        } catch (ExperimentException e) {
            throw e.within("arm " + arm);
        }
    }

    private static RunSpecification specification(ObjectNode tree, @Nullable String arm, List<Setting> settings) {
        ObjectNode changed = tree.deepCopy();
        List<Setting> applied =
                new ArrayList<>(settings.stream().filter(Setting::forEveryArm).toList());
        applied.addAll(settings.stream()
                .filter(setting -> !setting.forEveryArm() && setting.arm().equals(arm))
                .toList());
        applied.forEach(setting -> setting.applyTo(changed));
        try {
            ModelName.resolve(changed);
            AlertSetting.resolve(changed);
            NamedPaths.resolve(changed);
            return RecordBinder.bind(RunSpecification.class, changed, "");
        } catch (ExperimentException e) {
            throw applied.stream()
                    .filter(setting -> setting.concerns(e.path()))
                    .findFirst()
                    .map(setting -> e.within("--set " + setting))
                    .orElse(e);
        }
    }

    private static Map<String, JsonNode> arms(ObjectNode tree) {
        Map<String, JsonNode> arms = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : group(tree, "arms").properties()) {
            String arm = checkedName("arm", entry.getKey());
            if (arm.equals(Experiment.BASE_ARM)) {
                throw new ExperimentException("arm base: this name is taken by the run that trains generation 0");
            }
            JsonNode overrides = entry.getValue().isNull() ? JsonNodeFactory.instance.objectNode() : entry.getValue();
            if (!overrides.isObject()) {
                throw new ExperimentException("arm " + arm + ": \"" + overrides.asText() + "\" is not a group of keys");
            }
            arms.put(arm, overrides);
        }
        if (arms.isEmpty()) {
            throw new ExperimentException("arms is empty; name at least one arm", "arms");
        }
        return arms;
    }

    private static ObjectNode group(ObjectNode tree, String key) {
        if (tree.get(key) instanceof ObjectNode group) {
            return group;
        }
        throw new ExperimentException(key + " is missing; it is a group of keys");
    }

    private static String checkedName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ExperimentException(
                    what + ": \"" + name + "\" is not allowed; use 1 to 30 lower-case letters, digits and dashes",
                    what);
        }
        return name;
    }
}
