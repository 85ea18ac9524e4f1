package io.tailkeeper.local.samples;

import io.tailkeeper.commandline.UsageException;

/**
 * How many samples of each kind are kept of a generation.
 *
 * @param most the first so many by index, so that equal prompts of several runs stand side by side
 */
public record SampleLimit(int most) {

    /** Where nobody says otherwise. */
    public static final SampleLimit USUAL = new SampleLimit(64);

    private static final String ALL = "all";

    /**
     * Reads {@code N} or {@code all}.
     *
     * @throws UsageException when it is neither
     */
    public static SampleLimit parse(String text) {
        if (text.equals(ALL)) {
            return new SampleLimit(Integer.MAX_VALUE);
        }
        try {
            int most = Integer.parseInt(text);
            if (most >= 0) {
                return new SampleLimit(most);
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new UsageException("--samples " + text + " is neither a whole number from 0 on nor \"" + ALL
                + "\"; give how many of each generation are kept");
    }
}
