package io.tailkeeper.metrics;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A set of sample ids that only answers how many there are and whether one is among them.
 *
 * <p>Ids of the form prefix + index take one bit and are exact. Others are kept as 64-bit hashes: with a million of them
 * the chance that any two fall together is below 1e-7. Not safe for use by several threads.
 */
final class DistinctIds {

    private static final int LARGEST_INDEX = 1 << 24;

    private final String prefix;
    private final BitSet indexes = new BitSet();
    private long[] hashes = new long[16];
    private int hashed;

    DistinctIds(String prefix) {
        this.prefix = prefix;
    }

    /** Adds an id; false when it was there. */
    boolean add(String id) {
        int index = index(id);
        if (index >= 0) {
            boolean added = !indexes.get(index);
            indexes.set(index);
            return added;
        }
        if (2 * hashed >= hashes.length) {
            long[] before = hashes;
            hashes = new long[2 * before.length];
            for (long hash : before) {
                hashes[slot(hash)] = hash;
            }
        }
        long hash = hash(id);
        int slot = slot(hash);
        boolean added = hashes[slot] == 0;
        hashes[slot] = hash;
        hashed += added ? 1 : 0;
        return added;
    }

    int size() {
        return indexes.cardinality() + hashed;
    }

    /** How many of these ids are not in the other set, which has the same prefix. */
    int missingIn(DistinctIds other) {
        BitSet missing = (BitSet) indexes.clone();
        missing.andNot(other.indexes);
        long unknown = Arrays.stream(hashes)
                .filter(hash -> hash != 0 && other.hashes[other.slot(hash)] == 0)
                .count();
        return missing.cardinality() + (int) unknown;
    }

    /** The number behind the prefix; -1 for an id of another form. */
    int index(String id) {
        int digits = id.length() - prefix.length();
        if (digits < 1 || digits > 8 || !id.startsWith(prefix) || (digits > 1 && id.charAt(prefix.length()) == '0')) {
            return -1;
        }
        int index = 0;
        for (int i = prefix.length(); i < id.length(); i++) {
            int digit = id.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            index = 10 * index + digit;
        }
        return index < LARGEST_INDEX ? index : -1;
    }

    private int slot(long hash) {
        int slot = (int) (hash >>> 32) & (hashes.length - 1);
        while (hashes[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & (hashes.length - 1);
        }
        return slot;
    }

    // FNV-1a over the characters, then the finaliser of SplitMix64; 0 marks a free slot.
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return hash == 0 ? 1 : hash;
    }
}
