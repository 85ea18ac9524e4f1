package io.tailkeeper.metrics.redis;

import io.tailkeeper.metrics.IdHash;

/**
 * How a sample's id is kept in a set of distinct ids.
 *
 * <p>Ids of the form prefix + index, with an index inside the pool, take one bit and are exact. Others are kept as 64-bit
 * hashes: with a million of them the chance that any two fall together is below 1e-7.
 */
final class DistinctIds {

    private DistinctIds() {}

    /**
     * An id's place in the sets of a generation: a number for a bit, {@code x} and a hash for all others.
     *
     * @param prefix of the generation's own samples
     * @param pool documents that make the pool complete
     */
    static String member(String prefix, int pool, String id) {
        int index = index(prefix, id);
        return index >= 0 && index < pool ? Integer.toString(index) : "x" + Long.toHexString(IdHash.of(id));
    }

    /** The number behind the prefix; -1 for an id of another form. */
    private static int index(String prefix, String id) {
        int digits = id.length() - prefix.length();
        if (digits < 1 || digits > 9 || !id.startsWith(prefix) || (digits > 1 && id.charAt(prefix.length()) == '0')) {
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
        return index;
    }
}
