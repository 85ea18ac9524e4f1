package io.tailkeeper.measures.entropy;

/** For every position of a sequence: how far what follows has been seen before. */
final class LongestMatches {

    private LongestMatches() {}

    /**
     * At each position i, the greatest l for which symbols[i, i + l) occurs within symbols[0, i): wholly in the past, no
     * overlap. Linear in the number of symbols.
     */
    static int[] of(int[] symbols) {
        int[] matches = new int[symbols.length];
        SuffixAutomaton past = new SuffixAutomaton(symbols.length);
        int state = SuffixAutomaton.ROOT;
        int length = 0; // the state's string is symbols[i, i + length)
        for (int i = 0; i < symbols.length; i++) {
            while (i + length < symbols.length) {
                int next = past.next(state, symbols[i + length]);
                if (next < 0) {
                    break;
                }
                state = next;
                length++;
            }
            matches[i] = length;
            past.append(symbols[i]);
            length = Math.max(0, length - 1);
            // The shortened string, or a split by what was appended, may have left the state.
            while (state != SuffixAutomaton.ROOT && length <= past.longest(past.suffixLink(state))) {
                state = past.suffixLink(state);
            }
        }
        return matches;
    }
}
