package io.tailkeeper.languagemodel.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.ForeignText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JSON object in a file of a model's folder, and what is asked of it. */
public record JsonFile(Path path, JsonNode root) {

    /**
     * The object in a file.
     *
     * @throws CheckpointException when the file is missing or no JSON object
     */
    public static JsonFile read(Path path) {
        try {
            JsonNode root = StrictJson.read(Files.readAllBytes(path));
            if (!root.isObject()) {
                throw new CheckpointException(path + " is no JSON object; download or save the model's folder again");
            }
            return new JsonFile(path, root);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(
                    path + " is missing; a model's folder of Hugging Face has config.json, model.safetensors (or"
                            + " model.safetensors.index.json and its shards) and tokenizer.json",
                    e);
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw new CheckpointException(
                    path + " is no JSON: " + StrictJson.reason(e) + "; download or save the model's folder again", e);
        } catch (IOException e) {
            throw new CheckpointException(path + " cannot be read: " + e, e);
        }
    }

    /** Whether the field says something. */
    public boolean has(String field) {
        return root.hasNonNull(field);
    }

    /** A whole number from 1 on that must be there. */
    public int size(String field) {
        JsonNode value = root.path(field);
        if (!value.isInt() || value.intValue() < 1) {
            throw wrong(field, "a whole number from 1 on");
        }
        return value.intValue();
    }

    public int size(String field, int otherwise) {
        return has(field) ? size(field) : otherwise;
    }

    /** A number above 0. */
    public double positive(String field, double otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        JsonNode value = root.path(field);
        if (!value.isNumber() || !(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
            throw wrong(field, "a number above 0");
        }
        return value.doubleValue();
    }

    public boolean flag(String field, boolean otherwise) {
        if (has(field) && !root.path(field).isBoolean()) {
            throw wrong(field, "true or false");
        }
        return has(field) ? root.path(field).booleanValue() : otherwise;
    }

    /**
     * Ids of tokens, one or a list of them; none where the field says nothing.
     *
     * @param least the smallest there may be
     * @param size one more than the largest
     */
    public List<Integer> tokens(String field, int least, int size) {
        JsonNode value = root.path(field);
        List<Integer> tokens = new ArrayList<>();
        if (has(field)) {
            for (JsonNode token : value.isArray() ? value : List.of(value)) {
                if (!token.isInt() || token.intValue() < least || token.intValue() >= size) {
                    throw wrong(field, "a token's id from " + least + " to " + (size - 1) + " or a list of them");
                }
                tokens.add(token.intValue());
            }
        }
        return tokens;
    }

    public String text(String field, String otherwise) {
        return has(field) ? root.path(field).asText() : otherwise;
    }

    /** Throws unless the field is missing, null, or has the one value that Tailkeeper's models compute with. */
    public void requireUnlessMissing(String field, String onlyValue) {
        if (has(field) && !root.path(field).asText().equals(onlyValue)) {
            throw unsupported(field, "only " + onlyValue);
        }
    }

    /** Throws when the field says something. */
    public void requireMissing(String field) {
        if (has(field)) {
            throw unsupported(field, "only a model without it");
        }
    }

    /** A refusal of what a field says. */
    public CheckpointException wrong(String field, String should) {
        JsonNode value = root.path(field);
        return new CheckpointException(path + ": " + field + " should be " + should + ", but "
                + (value.isMissingNode() || value.isNull()
                        ? "is missing"
                        : "is " + ForeignText.shown(value.toString())));
    }

    private CheckpointException unsupported(String field, String what) {
        return new CheckpointException(path + ": " + field + " is "
                + ForeignText.shown(root.path(field).toString()) + ", but Tailkeeper computes " + what
                + "; it would write other text than the model was trained to. Take a model without this");
    }
}
