package io.tailkeeper.languagemodel.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.languagemodel.ForeignText;
import io.tailkeeper.languagemodel.json.StrictJson;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JSON header of a safetensors file, judged as the reference reader does: no name twice, and tensors that lie one after
 * another without a hole, an overlap or bytes behind the last.
 *
 * @param tensors by name
 * @param metadata free text by name
 */
record SafetensorsHeader(SortedMap<String, TensorEntry> tensors, Map<String, String> metadata) {

    private static final String METADATA = "__metadata__";

    /**
     * Reads a header.
     *
     * @param size bytes behind the header
     * @throws IllegalArgumentException when it contradicts itself or the file; the message says where
     */
    static SafetensorsHeader read(byte[] json, long size) {
        SafetensorsHeader header = new SafetensorsHeader(new TreeMap<>(), new TreeMap<>());
        for (Map.Entry<String, JsonNode> entry : object(json).properties()) {
            if (entry.getKey().equals(METADATA)) {
                header.addMetadata(entry.getValue());
            } else {
                header.add(entry.getKey(), entry.getValue());
            }
        }
        header.requireGapless(size);
        return header;
    }

    private static JsonNode object(byte[] json) {
        try {
            JsonNode root = StrictJson.read(json);
            if (!root.isObject()) {
                throw new IllegalArgumentException("its header is no JSON object");
            }
            return root;
        } catch (IOException e) {
            throw new IllegalArgumentException("its header is no JSON: " + StrictJson.reason(e), e);
        }
    }

    private void addMetadata(JsonNode texts) {
        if (!texts.isObject() && !texts.isNull()) {
            throw new IllegalArgumentException("its " + METADATA + " is no JSON object");
        }
        texts.properties().forEach(text -> {
            if (!text.getValue().isTextual()) {
                throw new IllegalArgumentException(
                        "its " + METADATA + " has something else than text: " + ForeignText.shown(text.getKey()));
            }
            metadata.put(text.getKey(), text.getValue().textValue());
        });
    }

    private void add(String name, JsonNode entry) {
        try {
            tensors.put(name, TensorEntry.of(entry));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tensor " + ForeignText.shown(name) + " " + e.getMessage(), e);
        }
    }

    private void requireGapless(long size) {
        List<Map.Entry<String, TensorEntry>> inOrder = tensors.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, TensorEntry> tensor) ->
                                tensor.getValue().from())
                        .thenComparingLong(tensor -> tensor.getValue().to()))
                .toList();
        long end = 0;
        String before = "the header";
        for (Map.Entry<String, TensorEntry> tensor : inOrder) {
            String name = ForeignText.shown(tensor.getKey());
            long from = tensor.getValue().from();
            if (from != end) {
                throw new IllegalArgumentException("tensor " + name
                        + (from < end
                                ? " overlaps " + before
                                : " begins " + (from - end) + " bytes behind the end of " + before));
            }
            end = tensor.getValue().to();
            before = "tensor " + name;
        }
        if (end > size) {
            throw new IllegalArgumentException(before + " lies outside the file, which is cut off");
        }
        if (end < size) {
            throw new IllegalArgumentException((size - end) + " bytes lie behind the end of " + before);
        }
    }
}
