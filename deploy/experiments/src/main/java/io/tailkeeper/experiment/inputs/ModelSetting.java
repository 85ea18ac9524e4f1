package io.tailkeeper.experiment.inputs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.experiment.NamedModels;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.models.Models;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The {@code model} of a specification. It may be named: {@code model: small} is a known architecture with new weights,
 * {@code model: ./folder} a model on disk to begin with; a preset's name comes first. The sizes are then those of the model.
 */
public final class ModelSetting implements NamedModels {

    private static final String MODEL = "model";
    private static final String PRESET = "preset";
    private static final String PRETRAINED = "pretrained";

    @Override
    public void resolve(ObjectNode specification) {
        JsonNode model = specification.path(MODEL);
        if (model.isTextual()) {
            named(specification.putObject(MODEL), model.asText(), MODEL);
        } else if (model instanceof ObjectNode group && group.path(PRETRAINED).isTextual()) {
            onDisk(group, group.path(PRETRAINED).asText(), MODEL + "." + PRETRAINED);
        } else if (model instanceof ObjectNode group && group.path(PRESET).isTextual()) {
            preset(group, group.path(PRESET).asText(), MODEL + "." + PRESET);
        }
    }

    private static void named(ObjectNode group, String name, String setting) {
        boolean known = ModelConfig.presets().contains(name); // whatever lies in the current folder
        if (!known && (name.contains("/") || Files.exists(path(name, setting)))) {
            onDisk(group, name, setting);
        } else {
            preset(group, name, setting);
        }
    }

    private static void preset(ObjectNode group, String name, String setting) {
        try {
            sizes(group, ModelConfig.preset(name));
        } catch (IllegalArgumentException e) {
            throw new ExperimentException(
                    setting + ": " + e.getMessage() + (setting.equals(MODEL) ? ", or the path of a model on disk" : ""),
                    setting);
        }
        group.put(PRESET, name);
    }

    private static void onDisk(ObjectNode group, String name, String setting) {
        Path path = path(name, setting).toAbsolutePath().normalize();
        try {
            sizes(group, Models.config(path));
        } catch (CheckpointException e) {
            throw new ExperimentException(setting + ": " + e.getMessage(), setting);
        }
        group.put(PRETRAINED, path.toString());
    }

    private static Path path(String name, String setting) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new ExperimentException(setting + ": \"" + name + "\" is no path: " + e.getReason(), setting);
        }
    }

    private static void sizes(ObjectNode group, ModelConfig config) {
        group.put("layers", config.layers());
        group.put("heads", config.heads());
        group.put("embedding-size", config.embeddingSize());
        group.put("context-length", config.contextLength());
        group.put("vocabulary-size", config.vocabularySize());
    }
}
