package io.tailkeeper.report.statistics;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An interval, and what it is.
 *
 * @param kind what it is
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(Kind kind, double low, double high) {

    /** What an interval is. */
    public enum Kind {
        /** From the smallest to the largest value. */
        @JsonProperty("range")
        RANGE,
        /** Student's t interval of 95 % for the mean. */
        @JsonProperty("t95")
        T95
    }

    /** Whether a value lies in it, ends included. */
    public boolean holds(double value) {
        return low <= value && value <= high;
    }
}
