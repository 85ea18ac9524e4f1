package io.tailkeeper.detector.labelled;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.NormalizedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Files of Fast-DetectGPT (Bao et al., ICLR 2024): {"original": [human …], "sampled": [machine …]}, pair by pair.
 *
 * <p>The machine continued the first words of the human text. Those words are dropped from both, and the longer of the two
 * is cut to one word less than the shorter has, which loses its last one too: neither the shared beginning nor the length, nor
 * which of them came to its end, is what a detector should learn.
 */
final class PairedTexts {

    private PairedTexts() {}

    /**
     * The texts of a file.
     *
     * @param source the file's name: a domain, an underscore, the generator; without one, the generator
     */
    static List<LabelledText> read(Path file, String source) throws IOException {
        JsonNode pairs = tree(file);
        JsonNode human = pairs.path("original");
        JsonNode machine = pairs.path("sampled");
        if (!human.isArray() || !machine.isArray() || human.size() != machine.size()) {
            throw new DataException(
                    file + ": expected {\"original\": [human texts], \"sampled\": [machine texts]} of equal"
                            + " length; give that, or one JSON object a line in a file that ends in .jsonl");
        }
        List<LabelledText> texts = new ArrayList<>(2 * human.size());
        for (int i = 0; i < human.size(); i++) {
            add(text(file, "original", human, i), text(file, "sampled", machine, i), source, texts);
        }
        return texts;
    }

    private static JsonNode tree(Path file) throws IOException {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new DataException(file + ", line "
                    + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()) + ": no JSON ("
                    + e.getOriginalMessage() + "); mend or leave out the file");
        }
    }

    private static String text(Path file, String name, JsonNode texts, int index) {
        if (!texts.get(index).isTextual()) {
            throw new DataException(
                    file + ", " + name + "[" + index + "]: is no text; mend it or leave the pair out of both lists");
        }
        return texts.get(index).textValue();
    }

    private static void add(String human, String machine, String source, List<LabelledText> texts) {
        String[] humanWords = NormalizedText.of(human).split(" ", -1);
        String[] machineWords = NormalizedText.of(machine).split(" ", -1);
        int shorter = Math.min(humanWords.length, machineWords.length);
        int shared = Arrays.mismatch(humanWords, machineWords);
        int from = shared < 0 ? shorter : shared;
        int to = Math.max(from, shorter - 1);
        String origin = Origins.of(human);
        String generator = source.substring(source.indexOf('_') + 1);
        texts.add(new LabelledText(joined(humanWords, from, to), false, source, generator, origin));
        texts.add(new LabelledText(joined(machineWords, from, to), true, source, generator, origin));
    }

    private static String joined(String[] words, int from, int to) {
        return String.join(" ", Arrays.asList(words).subList(from, to));
    }
}
