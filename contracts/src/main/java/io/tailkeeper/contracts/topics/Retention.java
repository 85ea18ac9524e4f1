package io.tailkeeper.contracts.topics;

/**
 * How long the records of a topic must be kept.
 *
 * @param until when they may go
 * @param loss what happens where they go before
 */
public record Retention(Until until, String loss) {

    /** When records may go. */
    public enum Until {
        RUN_FINISHED("until their run is finished"),
        RUN_FORGOTTEN("as long as their run is to be shown"),
        LOOKED_AT("until somebody has looked at them"),
        AT_ONCE("not at all: any of them may be lost");

        private final String words;

        Until(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Of every dead-letter topic. */
    static final Retention OF_DEAD_LETTERS = new Retention(
            Until.LOOKED_AT,
            "Nobody can mend the refused records and send them again; metrics, where it has to count anew, misses them.");

    static Retention untilTheRunIsFinished(String loss) {
        return new Retention(Until.RUN_FINISHED, loss);
    }

    static Retention asLongAsTheRunIsShown(String loss) {
        return new Retention(Until.RUN_FORGOTTEN, loss);
    }

    static Retention none(String loss) {
        return new Retention(Until.AT_ONCE, loss);
    }

    /** Whether somebody waits for the records for ever once they are gone. */
    public boolean needed() {
        return until != Until.AT_ONCE;
    }
}
