package io.tailkeeper.metrics.text;

import org.jspecify.annotations.Nullable;

/**
 * Zipf's slope: least squares of the log frequency of a word on the log of its rank, over the ranks {@value #FIRST} to
 * {@value #LAST}, or to the last there is. About -1 in natural text (Zipf, 1949); steeper when rare words go. The first ranks are
 * left out, because they bend away from the line (Mandelbrot, 1953).
 *
 * <p>The words that came once form a plateau at the end, which makes the slope of a short text flatter. It compares at equal
 * numbers of words.
 */
final class ZipfSlope {

    static final int FIRST = 10;
    static final int LAST = 10_000;

    /** Fewer ranks than this give no slope. */
    static final int LEAST_RANKS = 10;

    private ZipfSlope() {}

    /** The slope; null for fewer than {@value #LEAST_RANKS} ranks from {@value #FIRST} on. */
    static @Nullable Double of(WordCounts text) {
        int[] ascending = text.ascending();
        int last = Math.min(LAST, ascending.length);
        int ranks = last - FIRST + 1;
        if (ranks < LEAST_RANKS) {
            return null;
        }
        double meanX = 0;
        double meanY = 0;
        for (int rank = FIRST; rank <= last; rank++) {
            meanX += Math.log(rank) / ranks;
            meanY += Math.log(ascending[ascending.length - rank]) / ranks;
        }
        double covariance = 0;
        double variance = 0;
        for (int rank = FIRST; rank <= last; rank++) {
            double x = Math.log(rank) - meanX;
            covariance += x * (Math.log(ascending[ascending.length - rank]) - meanY);
            variance += x * x;
        }
        return covariance / variance;
    }
}
