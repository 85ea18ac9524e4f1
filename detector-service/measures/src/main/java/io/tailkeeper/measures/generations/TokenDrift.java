package io.tailkeeper.measures.generations;

/**
 * How far the token frequencies of a chain of models drift from those of its first one by sampling alone: E |p_m - p_1|^2 after m - 1
 * generations that each learn n tokens of the model before and N fresh human ones, b = n / (n + N). With E_1 = 0,
 * E_(m+1) = b^2 ((1 - 1/n) E_m + (1 - S) / n) + (1 - b)^2 (1 - S) / N, S = sum p^2 of the first. Without the last term, the sampling of
 * fresh human text, and for large m it is the bound (1 - S) b^2 / (n (1 - b^2 (1 - 1/n))) of a chain that keeps its human text. Our
 * derivation after Seddik et al., arXiv 2404.05090; measured drift above it says that something beyond sampling moves the model, such
 * as a temperature below 1, truncation, or what the model cannot learn.
 */
public final class TokenDrift {

    private TokenDrift() {}

    /**
     * The expected squared distance.
     *
     * @param collision S, 0 to 1
     * @param machineTokens n, machine-written tokens in what a generation learns, at least 1
     * @param humanTokens N, human ones, at least 0
     * @param steps generations behind the first model, at least 0
     * @throws IllegalArgumentException when one is out of range
     */
    public static double expected(double collision, double machineTokens, double humanTokens, int steps) {
        if (!(collision >= 0) || !(collision <= 1) || !(machineTokens >= 1) || !(humanTokens >= 0) || steps < 0) {
            throw new IllegalArgumentException("token drift: collision probability " + collision + ", " + machineTokens
                    + " machine-written and " + humanTokens + " human tokens, " + steps
                    + " generations; they must be 0 to 1, at least 1, and not negative");
        }
        double share = machineTokens / (machineTokens + humanTokens);
        double fresh = humanTokens == 0 ? 0 : (1 - share) * (1 - share) * (1 - collision) / humanTokens;
        double drift = 0;
        for (int step = 0; step < steps; step++) {
            drift = share * share * ((1 - 1 / machineTokens) * drift + (1 - collision) / machineTokens) + fresh;
        }
        return drift;
    }
}
