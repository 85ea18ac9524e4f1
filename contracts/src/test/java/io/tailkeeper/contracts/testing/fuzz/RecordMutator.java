package io.tailkeeper.contracts.testing.fuzz;

import io.tailkeeper.contracts.testing.GoldenRecords;
import java.util.List;
import java.util.SplittableRandom;

/** Golden records with one to four changes. Equal seed and index give equal bytes; safe for use by several threads. */
public final class RecordMutator {

    private static final int MAX_CHANGES = 4;
    private static final int LARGEST = 9_400_000; // what a broker takes

    private final List<GoldenRecords.Golden> golden = GoldenRecords.valid();
    private final long seed;

    /** @param seed that decides every record */
    public RecordMutator(long seed) {
        this.seed = seed;
    }

    /**
     * A mutated record.
     *
     * @param topic that its golden sample belongs to
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Mutated(String topic, byte[] body) {}

    /** The record of an index, from 0. */
    public Mutated record(long index) {
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() + index);
        GoldenRecords.Golden one = golden.get(random.nextInt(golden.size()));
        byte[] other = golden.get(random.nextInt(golden.size())).body();
        byte[] body = one.body();
        int changes = 1 + Math.min(random.nextInt(MAX_CHANGES), random.nextInt(MAX_CHANGES)); // mostly one or two
        for (int i = 0; i < changes; i++) {
            byte[] changed = random.nextInt(4) > 0
                    ? JsonMutations.mutate(body, other, random)
                    : ByteMutations.mutate(body, other, random);
            if (changed.length <= LARGEST) {
                body = changed;
            }
        }
        return new Mutated(one.topic().name(), body);
    }
}
