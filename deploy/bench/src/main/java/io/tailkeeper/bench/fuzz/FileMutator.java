package io.tailkeeper.bench.fuzz;

import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.testing.fuzz.ByteMutations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Folders of mutated files; a seed and an index give the same folder again. */
final class FileMutator {

    private static final int MAX_FILES = 3;
    private static final int MAX_MUTATIONS = 3;
    private static final List<String> NAMES = List.of("a", "b", "train", "test", "dev-00000-of-00001");
    private static final List<String> ENDINGS =
            List.of(".txt", ".jsonl", ".ndjson", ".json", ".parquet", ".txt.gz", ".jsonl.gz", ".json.zst");

    private final FileSeeds seeds = new FileSeeds();
    private final long seed;

    FileMutator(long seed) {
        this.seed = seed;
    }

    /** The files of an index by name: seldom sound, each mutated up to three times, plain or packed. */
    Map<String, byte[]> folder(long index) {
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, Long.toString(index), "file"));
        Map<String, byte[]> files = new LinkedHashMap<>();
        int count = random.nextInt(4) > 0 ? 1 : 1 + random.nextInt(MAX_FILES);
        for (int i = 0; i < count; i++) {
            add(files, NAMES.get(random.nextInt(NAMES.size())), random);
        }
        return files;
    }

    private void add(Map<String, byte[]> files, String name, SplittableRandom random) {
        FileSeeds.Seed chosen = seeds.any(random);
        byte[] content = mutated(chosen.content(), random.nextInt(MAX_MUTATIONS + 1), random);
        String ending = chosen.ending();
        boolean packable = !ending.equals(".parquet");
        switch (packable ? random.nextInt(6) : 2 + random.nextInt(8)) {
            case 0 -> {
                content = mutated(FileSeeds.gzip(content), random.nextInt(2), random);
                ending += ".gz";
            }
            case 1 -> {
                content = mutated(FileSeeds.zstandard(content), random.nextInt(2), random);
                ending += ".zst";
            }
            case 2 -> ending = ENDINGS.get(random.nextInt(ENDINGS.size()));
            default -> {} // as it should be called
        }
        files.put(name + ending, content);
    }

    private byte[] mutated(byte[] content, int times, SplittableRandom random) {
        byte[] mutated = content;
        for (int i = 0; i < times; i++) {
            mutated = ByteMutations.mutate(mutated, seeds.any(random).content(), random);
        }
        return mutated;
    }
}
