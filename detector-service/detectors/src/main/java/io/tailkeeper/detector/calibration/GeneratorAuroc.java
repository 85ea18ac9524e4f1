package io.tailkeeper.detector.calibration;

import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.measures.RocCurve;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** How well the logits of some texts tell each generator from people: the AUROC on its {@link GeneratorTexts}. */
final class GeneratorAuroc {

    private final List<LabelledText> texts;
    private final Map<String, int[]> places = new TreeMap<>(); // generator -> where the texts stand that judge it

    /** Of some generators, each with enough texts of both classes. */
    GeneratorAuroc(List<LabelledText> texts, Set<String> generators) {
        this.texts = texts;
        generators.forEach(generator -> places.put(generator, GeneratorTexts.places(texts, Set.of(generator))));
    }

    /** The generators, in the order of their names. */
    Set<String> generators() {
        return places.keySet();
    }

    /** The AUROC of one of the generators, from logits of all texts. */
    double of(double[] logits, String generator) {
        int[] its = Objects.requireNonNull(places.get(generator), "a generator that is judged");
        boolean[] truth = new boolean[its.length];
        double[] values = new double[its.length];
        for (int i = 0; i < its.length; i++) {
            truth[i] = texts.get(its[i]).machineWritten();
            values[i] = logits[its[i]];
        }
        return RocCurve.of(values, truth).auroc();
    }

    /**
     * The mean over kinds of generators of the mean over those of a kind.
     *
     * @param kinds each with one of the generators at least; others are passed over
     */
    double mean(double[] logits, Collection<Set<String>> kinds) {
        return kinds.stream()
                .mapToDouble(kind -> kind.stream()
                        .filter(places::containsKey)
                        .mapToDouble(generator -> of(logits, generator))
                        .average()
                        .orElseThrow())
                .average()
                .orElseThrow();
    }
}
