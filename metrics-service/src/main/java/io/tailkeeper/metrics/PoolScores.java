package io.tailkeeper.metrics;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.selection.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The probabilities that one detector gave one generation's samples, to compare detectors by.
 *
 * <p>A generator's sample takes 8 bytes and 2 bits, another one its id beside that, and there are at most {@link #MOST}: with more
 * nothing is kept and nothing compared, so a generation takes 2.2 MB a detector at most. Shadows are released when they
 * have been compared. The deciding detector's scores stay as long as the ledger: a shadow may begin to score when the run
 * is over, and its figures must not depend on when. Not safe for use by several threads.
 */
final class PoolScores {

    /** Most samples that are kept. */
    static final int MOST = 1 << 18;

    private final String idPrefix;
    private final List<Candidate> strangers = new ArrayList<>();
    private final BitSet human = new BitSet();
    private final BitSet synthetic = new BitSet();
    private double[] probabilities = new double[0]; // not a number: no such sample
    private int size;
    private boolean kept = true;

    PoolScores(String idPrefix) {
        this.idPrefix = idPrefix;
    }

    /**
     * Keeps a sample that was not there.
     *
     * @param index the number behind the prefix of its id; negative when the id is of another form
     */
    void add(String sampleId, int index, double probability, Source source) {
        size++;
        if (size > MOST) {
            release();
        } else if (kept && (index < 0 || index >= MOST)) {
            strangers.add(new Candidate(sampleId, probability, source, 0));
        } else if (kept) {
            makeRoom(index);
            probabilities[index] = probability;
            human.set(index, source == Source.HUMAN);
            synthetic.set(index, source == Source.SYNTHETIC);
        }
    }

    private void makeRoom(int index) {
        int before = probabilities.length;
        if (index >= before) {
            probabilities = Arrays.copyOf(probabilities, Math.min(MOST, Math.max(64, Math.max(index + 1, 2 * before))));
            Arrays.fill(probabilities, before, probabilities.length, Double.NaN);
        }
    }

    /** Whether the probabilities are still there. */
    boolean kept() {
        return kept;
    }

    void release() {
        kept = false;
        strangers.clear();
        human.clear();
        synthetic.clear();
        probabilities = new double[0];
    }

    /** All samples, by sample id. */
    List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>(strangers);
        for (int index = 0; index < probabilities.length; index++) {
            if (!Double.isNaN(probabilities[index])) {
                candidates.add(new Candidate(idPrefix + index, probabilities[index], source(index), index));
            }
        }
        candidates.sort(Comparator.comparing(Candidate::sampleId));
        return candidates;
    }

    private Source source(int index) {
        return human.get(index) ? Source.HUMAN : synthetic.get(index) ? Source.SYNTHETIC : Source.UNKNOWN;
    }
}
