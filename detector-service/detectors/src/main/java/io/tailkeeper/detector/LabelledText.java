package io.tailkeeper.detector;

import java.util.List;

/**
 * A text that is known to be human or machine-written.
 *
 * @param text as it came, not normalised
 * @param machineWritten the truth
 * @param source where it comes from: a set, a domain, a generator; quality is measured by source, and the human texts of a
 *     source are those that its machine-written ones are told from
 * @param generator what wrote it; of a human text, of no meaning
 * @param origin names the human text it is, or was made from: texts of one origin stay together when texts are split
 */
public record LabelledText(String text, boolean machineWritten, String source, String generator, String origin) {

    /** A text whose source is all that is known of its generator. */
    public LabelledText(String text, boolean machineWritten, String source, String origin) {
        this(text, machineWritten, source, source, origin);
    }

    /** Which of some texts are machine-written, in their order. */
    public static boolean[] truth(List<LabelledText> texts) {
        boolean[] truth = new boolean[texts.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = texts.get(i).machineWritten();
        }
        return truth;
    }

    /** The logits that a detector gives some texts, in their order, on all cores. */
    public static double[] logits(TextDetector detector, List<LabelledText> texts) {
        return AllCores.map(texts, text -> detector.logit(text.text())).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }
}
