package io.tailkeeper.measures.entropy;

import java.util.Arrays;

/**
 * The smallest automaton that reads every substring of the symbols so far; grows by one symbol at a time (Blumer et al.,
 * Theoretical Computer Science 40, 1985). Time and memory are linear in the symbols, whatever their alphabet. Not for use
 * by several threads.
 */
final class SuffixAutomaton {

    /** The state of the empty string. */
    static final int ROOT = 0;

    private static final int NONE = -1;

    private final int[] longest; // by state: length of its longest string
    private final int[] suffixLink;
    private final int[] firstEdge;
    private final int[] edgeSymbol;
    private final int[] edgeTarget;
    private final int[] nextEdge; // the next one of the same state
    private final long[] keys; // open addressing: state and symbol ...
    private final int[] edges; // ... to edge + 1
    private int states = 1;
    private int edgeCount;
    private int last = ROOT;

    /**
     * The automaton of no symbols.
     *
     * @param capacity symbols it can take
     */
    SuffixAutomaton(int capacity) {
        int mostStates = 2 * capacity + 1;
        int mostEdges = 3 * capacity + 1;
        longest = new int[mostStates];
        suffixLink = new int[mostStates];
        firstEdge = new int[mostStates];
        edgeSymbol = new int[mostEdges];
        edgeTarget = new int[mostEdges];
        nextEdge = new int[mostEdges];
        int slots = Integer.highestOneBit(Math.max(8, 2 * mostEdges)) * 2;
        keys = new long[slots];
        edges = new int[slots];
        Arrays.fill(firstEdge, NONE);
        suffixLink[ROOT] = NONE;
    }

    /** Length of the longest string of a state. */
    int longest(int state) {
        return longest[state];
    }

    /** The state of the longest suffix that another state has; not for the root. */
    int suffixLink(int state) {
        return suffixLink[state];
    }

    /** The state of a state's strings followed by a symbol; negative when they never were. */
    int next(int state, int symbol) {
        int edge = edges[slot(state, symbol)];
        return edge == 0 ? NONE : edgeTarget[edge - 1];
    }

    /** Takes the next symbol. */
    void append(int symbol) {
        int added = addState(longest[last] + 1);
        int state = last;
        while (state != NONE && edges[slot(state, symbol)] == 0) {
            addEdge(state, symbol, added);
            state = suffixLink[state];
        }
        if (state == NONE) {
            suffixLink[added] = ROOT;
        } else {
            int target = next(state, symbol);
            suffixLink[added] = longest[state] + 1 == longest[target] ? target : split(state, symbol, target);
        }
        last = added;
    }

    /** Takes the strings of a target that also follow from shorter contexts into a state of their own. */
    private int split(int from, int symbol, int target) {
        int shorter = addState(longest[from] + 1);
        suffixLink[shorter] = suffixLink[target];
        suffixLink[target] = shorter;
        for (int edge = firstEdge[target]; edge != NONE; edge = nextEdge[edge]) {
            addEdge(shorter, edgeSymbol[edge], edgeTarget[edge]);
        }
        for (int state = from; state != NONE && next(state, symbol) == target; state = suffixLink[state]) {
            edgeTarget[edges[slot(state, symbol)] - 1] = shorter;
        }
        return shorter;
    }

    private int addState(int length) {
        longest[states] = length;
        return states++;
    }

    private void addEdge(int state, int symbol, int target) {
        edgeSymbol[edgeCount] = symbol;
        edgeTarget[edgeCount] = target;
        nextEdge[edgeCount] = firstEdge[state];
        firstEdge[state] = edgeCount++;
        int slot = slot(state, symbol);
        keys[slot] = key(state, symbol);
        edges[slot] = edgeCount;
    }

    private int slot(int state, int symbol) {
        long key = key(state, symbol);
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & (keys.length - 1);
        while (edges[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private static long key(int state, int symbol) {
        return ((long) state << 32) | (symbol & 0xFFFFFFFFL);
    }
}
