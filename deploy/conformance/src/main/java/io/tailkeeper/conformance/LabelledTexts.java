package io.tailkeeper.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.json.JsonFault;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts of known origin, in the order of their file.
 *
 * @param human written by people
 * @param machine written by a model
 */
record LabelledTexts(List<String> human, List<String> machine) {

    /** Fewer of a class tell nothing. */
    static final int MIN = 40;

    LabelledTexts {
        human = List.copyOf(human);
        machine = List.copyOf(machine);
    }

    /**
     * From a JSON Lines file with {@code text} and {@code label}, {@code human} or {@code machine}.
     *
     * @throws ConformanceException when a line is something else, or there are too few
     */
    static LabelledTexts read(Path file) {
        List<String> human = new ArrayList<>();
        List<String> machine = new ArrayList<>();
        JsonMapper mapper = JsonMapper.builder().build();
        int number = 0;
        try {
            for (String line : Files.readAllLines(file)) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                JsonNode tree = mapper.readTree(line);
                String text = tree.path("text").asText("");
                if (text.isBlank() || text.length() > SampleCollected.MAXIMUM_LENGTH) {
                    throw wrong(file, number, "text is missing, blank or too long");
                }
                switch (tree.path("label").asText("")) {
                    case "human" -> human.add(text);
                    case "machine" -> machine.add(text);
                    default -> throw wrong(file, number, "label is neither human nor machine");
                }
            }
        } catch (JsonProcessingException e) {
            throw wrong(file, number, "it is no JSON (" + JsonFault.reason(e) + ")");
        } catch (CharacterCodingException e) {
            throw new ConformanceException("--data " + file + " is not UTF-8 text; save it as UTF-8", e);
        } catch (IOException e) {
            throw new ConformanceException("--data " + file + " cannot be read: " + e.getMessage(), e);
        }
        if (human.size() < MIN || machine.size() < MIN) {
            throw new ConformanceException("--data " + file + " has " + human.size() + " human and " + machine.size()
                    + " machine texts; at least " + MIN + " of each are needed");
        }
        return new LabelledTexts(human, machine);
    }

    private static ConformanceException wrong(Path file, int line, String fault) {
        return new ConformanceException("--data " + file + ", line " + line + ": " + fault
                + "; a line looks like {\"text\": \"…\", \"label\": \"human\"}");
    }

    /** Every other text of each class, beginning with the first or the second: two halves that share no text. */
    LabelledTexts half(int first) {
        return new LabelledTexts(half(human, first), half(machine, first));
    }

    private static List<String> half(List<String> texts, int first) {
        List<String> half = new ArrayList<>();
        for (int i = first; i < texts.size(); i += 2) {
            half.add(texts.get(i));
        }
        return half;
    }
}
