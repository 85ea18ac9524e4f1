package io.tailkeeper.contracts.testing.fuzz;

import java.util.SplittableRandom;

/** The changes that records get, for files. */
public final class FileMutations {

    private FileMutations() {}

    /**
     * A change that knows where the values of JSON are.
     *
     * @param other JSON that values are taken from
     * @return changed bytes; the same where they are no JSON any more
     */
    public static byte[] json(byte[] file, byte[] other, SplittableRandom random) {
        return JsonMutations.mutate(file, other, random);
    }

    /**
     * A change that knows nothing of the file.
     *
     * @param other file that a part may come from
     */
    public static byte[] bytes(byte[] file, byte[] other, SplittableRandom random) {
        return ByteMutations.mutate(file, other, random);
    }
}
