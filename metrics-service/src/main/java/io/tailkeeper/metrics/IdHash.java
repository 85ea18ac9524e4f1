package io.tailkeeper.metrics;

import io.tailkeeper.contracts.GenerationKey;

/** Hashes of ids: FNV-1a over the characters, then the finaliser of SplitMix64. Equal ids have equal hashes everywhere. */
public final class IdHash {

    private static final int EXACT_IN_A_DOUBLE = 52;

    private IdHash() {}

    /** The hash of an id, 64 bits. */
    public static long of(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    /**
     * Where a sample stands when the samples of its generation are put in an order that nothing but their ids decides. A
     * generator's own samples stand by their index alone, so those of several runs stand alike.
     *
     * @return 0 to 2^52 - 1
     */
    public static long rank(GenerationKey generation, String sampleId) {
        String own = generation + ":";
        return of(sampleId.startsWith(own) ? sampleId.substring(own.length()) : sampleId)
                >>> (Long.SIZE - EXACT_IN_A_DOUBLE);
    }
}
