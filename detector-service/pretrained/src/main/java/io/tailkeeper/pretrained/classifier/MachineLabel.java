package io.tailkeeper.pretrained.classifier;

import io.tailkeeper.detector.labelled.DataException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The label that means "machine-written", among all of a model.
 *
 * @param index from 0
 * @param labels there are, in the order of the logits
 */
record MachineLabel(int index, List<String> labels) {

    /**
     * Finds a label.
     *
     * @param wanted its name or, where no label has that name, its number
     * @throws DataException when there is no such label, or the name says two things; the message lists the labels
     */
    static MachineLabel of(String wanted, List<String> labels) {
        List<Integer> named = IntStream.range(0, labels.size())
                .filter(i -> labels.get(i).equals(wanted))
                .boxed()
                .toList();
        int number = wanted.matches("\\d{1,6}") ? Integer.parseInt(wanted) : -1;
        boolean numbered = number >= 0 && number < labels.size();
        if (named.size() > 1 || (named.size() == 1 && numbered && named.getFirst() != number)) {
            throw new DataException("machine label \"" + wanted + "\" may be one or another of the labels "
                    + list(labels) + "; make their names in config.json differ");
        }
        if (named.isEmpty() && !numbered) {
            throw new DataException("machine label \"" + wanted + "\" is none of the model's labels " + list(labels)
                    + "; give one of them by name or number");
        }
        return new MachineLabel(named.isEmpty() ? number : named.getFirst(), labels);
    }

    private static String list(List<String> labels) {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> i + " \"" + labels.get(i) + "\"")
                .collect(Collectors.joining(", "));
    }

    /** Whether a model with this many logits fits the labels: one a label, or a single one for at most two. */
    boolean fits(long logits) {
        return logits == labels.size() || (logits == 1 && labels.size() <= 2);
    }

    /**
     * Log-odds of this label against all others.
     *
     * <p>A single logit is that of the last label, by a sigmoid.
     *
     * @param logits as many as {@link #fits} allows
     */
    double logOdds(float[] logits, double temperature) {
        if (logits.length == 1) {
            return (index == labels.size() - 1 ? logits[0] : -logits[0]) / temperature;
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            largest = i == index ? largest : Math.max(largest, logits[i] / temperature);
        }
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += i == index ? 0 : Math.exp(logits[i] / temperature - largest);
        }
        return logits[index] / temperature - largest - Math.log(sum);
    }
}
