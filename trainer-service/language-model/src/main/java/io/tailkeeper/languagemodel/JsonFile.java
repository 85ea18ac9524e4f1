package io.tailkeeper.languagemodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A JSON object in a file of a model's folder, and what is asked of it. */
record JsonFile(Path path, JsonNode root) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws CheckpointException when the file is missing or no JSON object */
    static JsonFile read(Path path) {
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(path));
            if (root == null || !root.isObject()) {
                throw new CheckpointException(path + " is no JSON object; download or save the model's folder again");
            }
            return new JsonFile(path, root);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(
                    path + " is missing; a model's folder of Hugging Face has config.json, model.safetensors (or"
                            + " model.safetensors.index.json and its shards) and tokenizer.json",
                    e);
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    path + " is no JSON: " + e.getOriginalMessage() + " in line "
                            + e.getLocation().getLineNr() + "; download or save the model's folder again",
                    e);
        } catch (IOException e) {
            throw new CheckpointException(path + " cannot be read: " + e, e);
        }
    }

    /** Whether the field says something. */
    boolean has(String field) {
        return root.hasNonNull(field);
    }

    /** A whole number from 1 on that must be there. */
    int size(String field) {
        JsonNode value = root.path(field);
        if (!value.isInt() || value.intValue() < 1) {
            throw new CheckpointException(path + ": " + field + " should be a whole number from 1 on, but "
                    + (value.isMissingNode() || value.isNull() ? "is missing" : "is " + value));
        }
        return value.intValue();
    }

    int size(String field, int otherwise) {
        return has(field) ? size(field) : otherwise;
    }

    /** A number above 0. */
    double positive(String field, double otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        JsonNode value = root.path(field);
        if (!value.isNumber() || !(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
            throw new CheckpointException(path + ": " + field + " should be a number above 0, but is " + value);
        }
        return value.doubleValue();
    }

    String text(String field, String otherwise) {
        return has(field) ? root.path(field).asText() : otherwise;
    }

    /** Throws unless the field is missing, null, or has the one value that Tailkeeper's models compute with. */
    void requireUnlessMissing(String field, String onlyValue) {
        if (has(field) && !root.path(field).asText().equals(onlyValue)) {
            throw unsupported(field, "only " + onlyValue);
        }
    }

    /** Throws when the field says something. */
    void requireMissing(String field) {
        if (has(field)) {
            throw unsupported(field, "only a model without it");
        }
    }

    private CheckpointException unsupported(String field, String what) {
        return new CheckpointException(path + ": " + field + " is " + root.path(field) + ", but Tailkeeper computes "
                + what + "; it would write other text than the model was trained to. Take a model without this");
    }
}
