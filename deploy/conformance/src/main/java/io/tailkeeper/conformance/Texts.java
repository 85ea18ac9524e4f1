package io.tailkeeper.conformance;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleCollected;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the kit lets a detector judge: plain sentences, their worn-out copies, and texts that travel badly. */
final class Texts {

    private static final int OF_A_CLASS = 40;
    private static final List<String> WHO = List.of(
            "A watchmaker",
            "The river",
            "An old schooner",
            "Her youngest cousin",
            "The botanist",
            "A stray dog",
            "The mayor");
    private static final List<String> DOES = List.of(
            "mended a domed structure of carved stone",
            "studied the branch of medicine that deals with the heart",
            "carried evergreen shrubs with fragrant flowers",
            "followed the narrow road down to the harbour",
            "counted the coins twice before supper",
            "remembered every name in the parish register");
    private static final List<String> WHEN = List.of(
            "before the first frost.",
            "while nobody looked.",
            "in the spring of that year.",
            "and never spoke of it again.",
            "as rain set in.");

    private Texts() {}

    /** A sentence that is another one for each index below 210. */
    static String human(int index) {
        return WHO.get(index % WHO.size()) + " " + DOES.get(index % DOES.size()) + " " + WHEN.get(index % WHEN.size());
    }

    /** The same sentence as a worn-out model would have it: little words again and again. */
    static String machine(int index) {
        String[] words = human(index).split(" ", -1);
        return IntStream.range(0, words.length)
                .mapToObj(i -> "the of the " + words[i / 3] + " of")
                .reduce("", (left, right) -> left + " " + right)
                .strip();
    }

    /** Texts that show who shortens, strips, re-encodes or normalises what it should hand on. */
    static List<String> awkward() {
        return List.of(
                "a",
                "  blanks around, a tab\tand\r\nline breaks\n ",
                "na\u00efve caf\u00e9, not nai\u0308ve cafe\u0301",
                "\u201cquotes\u201d, \"quotes\" and a back\\slash / {\"text\": \"json\"}",
                "llamas \ud83e\udd99 and a family \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67",
                "\u4e0d\u4e2d\u6587 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u0e44\u0e17\u0e22",
                "control \u0000\u0001\u001f\u007f and separators \u2028\u2029\ufeff",
                "long. ".repeat(20_000));
    }

    /** One with every field of a sample, so that a detector that leaves one out is seen. */
    static SampleCollected sample(String sampleId, String runId, int generation, String text) {
        return new SampleCollected(sampleId, runId, generation, "It is said that", text, Provenance.HUMAN, 1, 0.375);
    }

    /** A calibration part, human texts first, of which a detector can learn something. */
    static List<CalibrationSample> calibrationPart(String runId) {
        List<String> human =
                IntStream.range(0, OF_A_CLASS).mapToObj(Texts::human).toList();
        List<String> machine =
                IntStream.range(0, OF_A_CLASS).mapToObj(Texts::machine).toList();
        return calibrationPart(runId, human, machine);
    }

    /** A calibration part of generation 1. */
    static List<CalibrationSample> calibrationPart(String runId, List<String> human, List<String> machine) {
        List<String> texts = new ArrayList<>(human);
        texts.addAll(machine);
        return IntStream.range(0, texts.size())
                .mapToObj(index -> new CalibrationSample(
                        runId,
                        1,
                        CalibrationSample.Part.CALIBRATION,
                        index,
                        texts.size(),
                        "It is said that",
                        texts.get(index),
                        index >= human.size()))
                .toList();
    }
}
