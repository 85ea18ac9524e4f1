package io.tailkeeper.texts;

import java.nio.file.Path;
import java.util.List;

/**
 * A file or folder that is not read.
 *
 * @param path relative to the folder that was given
 * @param reason why
 */
public record Skipped(Path path, Reason reason) {

    /** Why something is not read. */
    public enum Reason {
        HIDDEN("hidden"),
        OTHER_KIND("of a kind that is not read"),
        ABOUT("about the data set, no texts"),
        EMPTY("empty"),
        GONE("a link whose target is gone"),
        LOOP("a link to a folder above it"),
        SAME("the same file as another, by a link"),
        PACKED_COPY("compressed, and the plain file lies beside it"),
        UNLABELLED("plain text without labels; name the file itself if people wrote it"),
        NO_SPLIT("in none of train, validation and test"),
        HELD_OUT("named as validation or test");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** The reason in words. */
        public String words() {
            return words;
        }
    }

    /** All of it in words: one line a reason, with the first few paths. */
    public static List<String> lines(List<Skipped> skipped) {
        return SkippedLines.of(skipped);
    }
}
