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
 */
public record DataSpecification(
        int baseDocuments,
        int documents,
        double humanShare,
        double syntheticShare,
        int calibrationDocuments,
        int validationDocuments,
        int testDocuments,
        @Nullable Policy policy) {

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
        REWRITE_AND_GROW
    }

    public DataSpecification {
        Checks.within("data.base-documents", baseDocuments, 1, 100_000_000);
        Checks.within("data.documents", documents, 1, 100_000_000);
        Checks.within("data.human-share", humanShare, 0, 100);
        Checks.within("data.synthetic-share", syntheticShare, 0, 100);
        Checks.within("data.calibration-documents", calibrationDocuments, 16, 1_000_000);
        Checks.within("data.validation-documents", validationDocuments, 0, 1_000_000);
        Checks.within("data.test-documents", testDocuments, 1, 1_000_000);
        if (policy != Policy.REWRITE_AND_GROW) {
            requireDocuments(Math.round(humanShare * documents) + Math.round(syntheticShare * documents));
        }
    }

    private static void requireDocuments(long pooled) {
        if (pooled == 0) {
            throw new IllegalArgumentException("data.human-share and data.synthetic-share leave a generation without a"
                    + " single document; raise one of them");
        }
        if (pooled > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "data.human-share and data.synthetic-share make a generation of " + pooled + " documents; at most "
                            + Integer.MAX_VALUE + " are allowed: lower one of them or data.documents");
        }
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

    /** Whether a model writes the training set of the generation before it anew. */
    public boolean rewrites() {
        return policy == Policy.REWRITE_AND_GROW;
    }

    /** The number of human documents in the pool of a generation. */
    public int humanDocuments(int generation) {
        return generation == 0 ? baseDocuments : Math.toIntExact(Math.round(humanShare * documents));
    }

    /** The number of machine-written documents in the pool of a generation. */
    public int syntheticDocuments(int generation) {
        if (generation == 0) {
            return 0;
        }
        return rewrites()
                ? Math.toIntExact(baseDocuments + (generation - 1L) * humanDocuments(1))
                : Math.toIntExact(Math.round(syntheticShare * documents));
    }

    /** The number of distinct samples that make a generation's pool complete: the barrier of the trainer's intake. */
    public int pooledDocuments(int generation) {
        return humanDocuments(generation) + syntheticDocuments(generation);
    }
}
