package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/** What becomes of the text of earlier generations. */
public enum DataPolicy {
    /** Each generation has fresh human text and text that the previous one's model wrote; earlier text is gone. */
    @JsonProperty("replace")
    REPLACE,
    /**
     * The previous generation's training set, every continuation written anew by its model after the same prompt, and fresh
     * human text beside it (ForTIFAI, arXiv 2509.08972). {@code data.synthetic-share} is not read.
     */
    @JsonProperty("rewrite-and-grow")
    REWRITE_AND_GROW,
    /** Everything that earlier generations pooled stays, and fresh text joins it (Gerstgrasser et al., arXiv 2404.01413). */
    @JsonProperty("accumulate")
    ACCUMULATE,
    /** As many documents as {@link #REPLACE} has, drawn evenly from what {@link #ACCUMULATE} has (arXiv 2410.16713). */
    @JsonProperty("accumulate-subsample")
    ACCUMULATE_SUBSAMPLE;

    /** The policy; {@link #REPLACE} for null. */
    static DataPolicy of(@Nullable DataPolicy policy) {
        return policy == null ? REPLACE : policy;
    }

    /** Refuses several writers where one writes everything. */
    void checkWriters(@Nullable Integer writers) {
        if (writers == null) {
            return;
        }
        Checks.within("data.writers", writers, 1, 1_000);
        if (writers > 1 && this == REWRITE_AND_GROW) {
            throw new IllegalArgumentException("data.writers: " + writers + " models cannot share what data.policy"
                    + " rewrite-and-grow has the last one write; leave it out, or choose another policy");
        }
    }

    /** Refuses an edit where there is nothing to edit. */
    void checkEdit(@Nullable EditSpecification edit, long human, double humanShare) {
        if (edit != null && human == 0 && !keeps()) {
            throw new IllegalArgumentException("data.edit: generations have no human text to edit, because"
                    + " data.human-share is " + humanShare + "; raise it, or leave data.edit out");
        }
    }

    /** Whether text of earlier generations stays, or is drawn from. */
    boolean keeps() {
        return this == ACCUMULATE || this == ACCUMULATE_SUBSAMPLE;
    }

    /** The number of human documents in the pool of a generation after the first. */
    int humanDocuments(DataSpecification data, int generation) {
        return switch (this) {
            case REPLACE, REWRITE_AND_GROW -> data.freshHumanDocuments(generation);
            case ACCUMULATE -> keptHuman(data, generation);
            case ACCUMULATE_SUBSAMPLE -> {
                double human = keptHuman(data, generation);
                double share = human / (human + data.allSyntheticDocuments(generation));
                yield Math.toIntExact(Math.round(
                        share * (data.freshHumanDocuments(generation) + data.freshSyntheticDocuments(generation))));
            }
        };
    }

    private static int keptHuman(DataSpecification data, int generation) {
        return data.allHumanDocuments(generation) - data.firstKeptDocument();
    }

    /** The number of machine-written documents in the pool of a generation after the first. */
    int syntheticDocuments(DataSpecification data, int generation) {
        return switch (this) {
            case REPLACE -> data.freshSyntheticDocuments(generation);
            case REWRITE_AND_GROW -> keptHuman(data, generation - 1);
            case ACCUMULATE -> data.allSyntheticDocuments(generation);
            case ACCUMULATE_SUBSAMPLE ->
                data.freshHumanDocuments(generation)
                        + data.freshSyntheticDocuments(generation)
                        - humanDocuments(data, generation);
        };
    }
}
