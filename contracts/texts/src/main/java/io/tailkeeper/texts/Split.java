package io.tailkeeper.texts;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The part of a published data set that a file belongs to, by the names that data sets use. */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST;

    private static final Map<String, Split> NAMES = Map.ofEntries(
            Map.entry("train", TRAIN),
            Map.entry("training", TRAIN),
            Map.entry("valid", VALIDATION),
            Map.entry("validation", VALIDATION),
            Map.entry("val", VALIDATION),
            Map.entry("dev", VALIDATION),
            Map.entry("test", TEST),
            Map.entry("testing", TEST));

    /**
     * The split that a path names: its file's name first, then the folders from the nearest on. A name is a word between
     * {@code - _ .} and white space: {@code train-00000-of-00002.parquet}, {@code wiki.valid.txt}, {@code dev/a.jsonl}.
     *
     * @param path relative to the folder that was given
     */
    static Optional<Split> of(Path path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            Optional<Split> named = named(path.getName(i).toString());
            if (named.isPresent()) {
                return named;
            }
        }
        return Optional.empty();
    }

    private static Optional<Split> named(String name) {
        Set<Split> found = EnumSet.noneOf(Split.class);
        for (String word : name.toLowerCase(Locale.ROOT).split("[-_.\\s]+", -1)) {
            if (NAMES.containsKey(word)) {
                found.add(NAMES.get(word));
            }
        }
        return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
