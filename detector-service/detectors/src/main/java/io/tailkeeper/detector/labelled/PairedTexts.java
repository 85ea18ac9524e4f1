package io.tailkeeper.detector.labelled;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.text.NormalizedText;
import io.tailkeeper.texts.Row;
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
     * @param pairs the file's one row
     * @param source the file's name: a domain, an underscore, the generator; without one, the generator
     */
    static List<LabelledText> of(Row pairs, String source) {
        if (!(pairs.values().get("original") instanceof JsonNode human)
                || !(pairs.values().get("sampled") instanceof JsonNode machine)
                || !human.isArray()
                || !machine.isArray()
                || human.size() != machine.size()) {
            throw new DataException(pairs.place()
                    + ": expected {\"original\": [human texts], \"sampled\": [machine texts]} of equal length; give that, or"
                    + " objects with \"text\" and \"label\"");
        }
        List<LabelledText> texts = new ArrayList<>(2 * human.size());
        for (int i = 0; i < human.size(); i++) {
            add(text(pairs, "original", human, i), text(pairs, "sampled", machine, i), source, texts);
        }
        return texts;
    }

    private static String text(Row pairs, String name, JsonNode texts, int index) {
        if (!texts.get(index).isTextual()) {
            throw new DataException(pairs.place() + ", " + name + "[" + index
                    + "]: is no text; mend it or leave the pair out of both lists");
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
