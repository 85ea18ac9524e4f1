package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * How much text a generation is made of; a document is one block of {@link TextSpecification#blockTokens()} tokens.
 *
 * @param baseDocuments human documents that generation 0 trains on
 * @param documents |D|, the unit of the shares in every later generation
 * @param humanShare alpha: fresh human documents of a generation, as a multiple of {@code documents}
 * @param syntheticShare beta: documents written by the previous generation's model, as a multiple of {@code documents}
 * @param calibrationDocuments documents of each class, human and machine-written, that calibrate the detector and feed
 *     the text metrics; never trained on
 * @param validationDocuments held-out human documents to tune settings by; 0 for none
 * @param testDocuments held-out human documents that reported figures are measured on
 * @param policy what becomes of the text of earlier generations; null: {@link Policy#REPLACE}
 * @param keepBase whether a policy keeps generation 0's text; false: generation 0 is a pre-trained model; null: true
 */
public record DataSpecification(
        int baseDocuments,
        int documents,
        double humanShare,
        double syntheticShare,
        int calibrationDocuments,
        int validationDocuments,
        int testDocuments,
        @Nullable Policy policy,
        @Nullable Boolean keepBase) {

    /** What becomes of the text of earlier generations. */
    public enum Policy {
        /** Each generation has fresh human text and text that the previous one's model wrote; earlier text is gone. */
        @JsonProperty("replace")
        REPLACE,
        /**
         * The previous generation's training set, every continuation written anew by its model after the same prompt, and fresh
         * human text beside it (ForTIFAI, arXiv 2509.08972). {@code syntheticShare} is not read.
         */
        @JsonProperty("rewrite-and-grow")
        REWRITE_AND_GROW,
        /** Everything that earlier generations pooled stays, and fresh text joins it (Gerstgrasser et al., arXiv 2404.01413). */
        @JsonProperty("accumulate")
        ACCUMULATE,
        /** As many documents as {@link #REPLACE} has, drawn evenly from what {@link #ACCUMULATE} has (arXiv 2410.16713). */
        @JsonProperty("accumulate-subsample")
        ACCUMULATE_SUBSAMPLE
    }

    public DataSpecification {
        Checks.within("data.base-documents", baseDocuments, 1, 100_000_000);
        Checks.within("data.documents", documents, 1, 100_000_000);
        Checks.within("data.human-share", humanShare, 0, 100);
        Checks.within("data.synthetic-share", syntheticShare, 0, 100);
        Checks.within("data.calibration-documents", calibrationDocuments, 16, 1_000_000);
        Checks.within("data.validation-documents", validationDocuments, 0, 1_000_000);
        Checks.within("data.test-documents", testDocuments, 1, 1_000_000);
        long pooled = Math.round(humanShare * documents)
                + (policy == Policy.REWRITE_AND_GROW ? 0 : Math.round(syntheticShare * documents));
        if ((policy == null || policy == Policy.REPLACE) && Boolean.FALSE.equals(keepBase)) {
            throw new IllegalArgumentException("data.keep-base: false has no effect where data.policy is replace: no"
                    + " earlier text is kept; leave it out or set data.policy");
        }
        if (pooled == 0 && (policy != Policy.REWRITE_AND_GROW || Boolean.FALSE.equals(keepBase))) {
            throw new IllegalArgumentException("data.human-share and data.synthetic-share leave a generation without a"
                    + " single document; raise one of them");
        }
        if (pooled > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "data.human-share and data.synthetic-share make a generation of " + pooled + " documents; at most "
                            + Integer.MAX_VALUE + " are allowed: lower one of them or data.documents");
        }
    }

    /** Those whose policy counts generation 0's text. */
    public DataSpecification(
            int baseDocuments,
            int documents,
            double humanShare,
            double syntheticShare,
            int calibrationDocuments,
            int validationDocuments,
            int testDocuments,
            @Nullable Policy policy) {
        this(
                baseDocuments,
                documents,
                humanShare,
                syntheticShare,
                calibrationDocuments,
                validationDocuments,
                testDocuments,
                policy,
                null);
    }

    /** Those whose earlier text is replaced. */
    public DataSpecification(
            int baseDocuments,
            int documents,
            double humanShare,
            double syntheticShare,
            int calibrationDocuments,
            int validationDocuments,
            int testDocuments) {
        this(
                baseDocuments,
                documents,
                humanShare,
                syntheticShare,
                calibrationDocuments,
                validationDocuments,
                testDocuments,
                null);
    }

    /** Whether later generations may have the text of generation 0. */
    public boolean keepsBase() {
        return keepBase == null || keepBase;
    }

    /** The first human document of the corpus that a policy keeps or has written anew. */
    public int firstKeptDocument() {
        return keepsBase() ? 0 : baseDocuments;
    }

    /** Whether a model writes the training set of the generation before it anew. */
    public boolean rewrites() {
        return policy == Policy.REWRITE_AND_GROW;
    }

    /** Whether text of earlier generations stays, or is drawn from. */
    public boolean accumulates() {
        return policy == Policy.ACCUMULATE || policy == Policy.ACCUMULATE_SUBSAMPLE;
    }

    /** Whether a model writes any of the text of generation 1 and later. */
    public boolean hasMachineText() {
        return rewrites() || freshSyntheticDocuments() > 0;
    }

    /** Human documents that a later generation adds. */
    public int freshHumanDocuments() {
        return Math.toIntExact(Math.round(humanShare * documents));
    }

    /** Documents that a model writes for a generation after prompts nobody trains on; for {@code rewrite-and-grow} not read. */
    public int freshSyntheticDocuments() {
        return Math.toIntExact(Math.round(syntheticShare * documents));
    }

    /** Human documents of all generations up to one, without those of generation 0 where they are not kept. */
    public int allHumanDocuments(int generation) {
        return Math.toIntExact(baseDocuments - firstKeptDocument() + (long) generation * freshHumanDocuments());
    }

    /** Documents that models wrote for all generations up to one. */
    public int allSyntheticDocuments(int generation) {
        return Math.toIntExact((long) generation * freshSyntheticDocuments());
    }

    /** The number of human documents in the pool of a generation. */
    public int humanDocuments(int generation) {
        if (generation == 0) {
            return baseDocuments;
        }
        return switch (policyOrDefault()) {
            case REPLACE, REWRITE_AND_GROW -> freshHumanDocuments();
            case ACCUMULATE -> allHumanDocuments(generation);
            case ACCUMULATE_SUBSAMPLE -> {
                double human = allHumanDocuments(generation);
                double share = human / (human + allSyntheticDocuments(generation));
                yield Math.toIntExact(Math.round(share * (freshHumanDocuments() + freshSyntheticDocuments())));
            }
        };
    }

    private Policy policyOrDefault() {
        return policy == null ? Policy.REPLACE : policy;
    }

    /** The number of machine-written documents in the pool of a generation. */
    public int syntheticDocuments(int generation) {
        if (generation == 0) {
            return 0;
        }
        return switch (policyOrDefault()) {
            case REPLACE -> freshSyntheticDocuments();
            case REWRITE_AND_GROW -> allHumanDocuments(generation - 1);
            case ACCUMULATE -> allSyntheticDocuments(generation);
            case ACCUMULATE_SUBSAMPLE -> freshHumanDocuments() + freshSyntheticDocuments() - humanDocuments(generation);
        };
    }

    /** The number of distinct samples that make a generation's pool complete. */
    public int pooledDocuments(int generation) {
        return humanDocuments(generation) + syntheticDocuments(generation);
    }
}
