package io.tailkeeper.detector.labelled;

import io.tailkeeper.detector.LabelledText;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What wrote labelled texts. */
public final class Generators {

    private Generators() {}

    /**
     * The texts without those of some generators, and without the human texts of sources where nothing else wrote.
     *
     * @throws DataException when a generator wrote none of them; the message names those that did
     */
    public static List<LabelledText> without(List<LabelledText> texts, Collection<String> generators) {
        if (generators.isEmpty()) {
            return texts;
        }
        Predicate<LabelledText> leftOut = text -> text.machineWritten() && generators.contains(text.generator());
        Set<String> all = texts.stream()
                .filter(LabelledText::machineWritten)
                .map(LabelledText::generator)
                .collect(Collectors.toCollection(TreeSet::new));
        for (String generator : generators) {
            if (!all.contains(generator)) {
                throw new DataException("no text of the data is by generator \"" + generator + "\"; there are "
                        + String.join(", ", all));
            }
        }
        Set<String> sources =
                texts.stream().filter(leftOut).map(LabelledText::source).collect(Collectors.toSet());
        Set<String> shared = texts.stream()
                .filter(LabelledText::machineWritten)
                .filter(leftOut.negate())
                .map(LabelledText::source)
                .collect(Collectors.toSet());
        return texts.stream()
                .filter(leftOut.negate())
                .filter(text -> !sources.contains(text.source()) || shared.contains(text.source()))
                .toList();
    }
}
