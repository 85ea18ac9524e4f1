package io.tailkeeper.report.text;

import org.jspecify.annotations.Nullable;

/** How wide the lines are that a person reads. */
public final class LineWidth {

    /** Of a pipe or a file, where {@code COLUMNS} says nothing else: every table of a preset is in one piece. */
    static final int OF_FILES = 160;

    private static final int LEAST = 40;
    private static final String TERMINAL = "tailkeeper.columns"; // set by the script; 0 where there is none

    private LineWidth() {}

    /** Characters of a line of the terminal; 0 where there is none. */
    public static int ofTerminal() {
        return Integer.getInteger(TERMINAL, 0);
    }

    /** Characters of a line of whatever is written to. */
    public static int here() {
        return of(ofTerminal(), System.getenv("COLUMNS"));
    }

    /**
     * Characters of a line.
     *
     * @param terminal those of the terminal; 0 where there is none
     * @param columns what the environment says, which counts where there is no terminal; null or no number for nothing
     * @return at least 40
     */
    static int of(int terminal, @Nullable String columns) {
        if (terminal > 0) {
            return Math.max(LEAST, terminal);
        }
        return columns != null && columns.matches("[0-9]{1,4}") ? Math.max(LEAST, Integer.parseInt(columns)) : OF_FILES;
    }
}
