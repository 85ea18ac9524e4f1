package io.tailkeeper.generator;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Blocks of equal length, packed: two bytes a token. */
final class TokenBlocks {

    private final int blockTokens;
    private char[] tokens = new char[0];
    private int size;

    TokenBlocks(int blockTokens) {
        this.blockTokens = blockTokens;
    }

    int size() {
        return size;
    }

    void add(int[] source, int from) {
        int start = Math.multiplyExact(size, blockTokens);
        if (start + blockTokens > tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.max(1024 * blockTokens, Math.addExact(start, start / 2)));
        }
        for (int i = 0; i < blockTokens; i++) {
            tokens[start + i] = (char) source[from + i];
        }
        size++;
    }

    /** The tokens {@code from} to {@code to} of a block. */
    int[] tokens(int block, int from, int to) {
        int start = block * blockTokens;
        int[] result = new int[to - from];
        for (int i = 0; i < result.length; i++) {
            result[i] = tokens[start + from + i];
        }
        return result;
    }

    void shuffle(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        for (int last = size - 1; last > 0; last--) {
            swap(last, random.nextInt(last + 1));
        }
        tokens = Arrays.copyOf(tokens, size * blockTokens);
    }

    private void swap(int left, int right) {
        for (int i = 0; i < blockTokens; i++) {
            char kept = tokens[left * blockTokens + i];
            tokens[left * blockTokens + i] = tokens[right * blockTokens + i];
            tokens[right * blockTokens + i] = kept;
        }
    }
}
