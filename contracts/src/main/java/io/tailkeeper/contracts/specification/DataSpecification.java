package io.tailkeeper.contracts.specification;

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
 * @param policy what becomes of the text of earlier generations; null: {@link DataPolicy#REPLACE}
 * @param writers K: the last K models write the text of a generation, 1/K each; all there are where there are fewer; null: 1 (the analogue
 *     for one chain of models, ours, of deep generative ensembles, arXiv 2305.09235)
 * @param edit how the human text of generation 1 and later is edited by the last model; null: not at all
 * @param schedule how human share and size change from generation 1 on; null: they do not
 * @param reusePrompts whether prompts are used again once the corpus has no more; null: no
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
        @Nullable DataPolicy policy,
        @Nullable Integer writers,
        @Nullable EditSpecification edit,
        @Nullable ScheduleSpecification schedule,
        @Nullable Boolean reusePrompts,
        @Nullable Boolean keepBase) {

    public DataSpecification {
        Checks.within("data.base-documents", baseDocuments, 1, 100_000_000);
        Checks.within("data.documents", documents, 1, 100_000_000);
        Checks.within("data.human-share", humanShare, 0, 100);
        Checks.within("data.synthetic-share", syntheticShare, 0, 100);
        Checks.within("data.calibration-documents", calibrationDocuments, 16, 1_000_000);
        Checks.within("data.validation-documents", validationDocuments, 0, 1_000_000);
        Checks.within("data.test-documents", testDocuments, 1, 1_000_000);
        new FreshDocuments(documents, humanShare, syntheticShare, schedule)
                .check(policy, !Boolean.FALSE.equals(keepBase));
        DataPolicy followed = DataPolicy.of(policy);
        followed.checkWriters(writers);
        followed.checkEdit(edit, Math.round(humanShare * documents), humanShare);
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

    /** The first human document of the corpus that a policy keeps or has written anew. */
    public int firstKeptDocument() {
        return Boolean.FALSE.equals(keepBase) ? baseDocuments : 0;
    }

    /** Those that the last model alone writes. */
    public DataSpecification(
            int baseDocuments,
            int documents,
            double humanShare,
            double syntheticShare,
            int calibrationDocuments,
            int validationDocuments,
            int testDocuments,
            @Nullable DataPolicy policy) {
        this(
                baseDocuments,
                documents,
                humanShare,
                syntheticShare,
                calibrationDocuments,
                validationDocuments,
                testDocuments,
                policy,
                null,
                null,
                null,
                null,
                null);
    }

    /** Whether a model writes the training set of the generation before it anew. */
    public boolean rewrites() {
        return policy == DataPolicy.REWRITE_AND_GROW;
    }

    /** Whether text of earlier generations stays, or is drawn from. */
    public boolean accumulates() {
        return DataPolicy.of(policy).keeps();
    }

    /** Whether a model edits the human text of a generation. */
    public boolean edits(int generation) {
        return edit != null && generation > 0;
    }

    /** {@link #reusePrompts}, or false. */
    public boolean reusesPrompts() {
        return Boolean.TRUE.equals(reusePrompts);
    }

    /** Whether models before the last one write for a generation: what is kept of theirs, or their part. */
    public boolean asksEarlierModels() {
        return accumulates() || writersOrDefault() > 1;
    }

    /** {@link #writers}, or 1. */
    public int writersOrDefault() {
        return writers == null ? 1 : writers;
    }

    /** The place of a prompt among those of all generations, those of generation 1 first; not asked of {@code rewrite-and-grow}. */
    public PromptPlace place(int prompt) {
        return PromptPlace.of(fresh(), writersOrDefault(), prompt);
    }

    /** Whether a model writes any of the text of generation 1 and later. */
    public boolean hasMachineText() {
        return rewrites() || syntheticShare * documents >= 0.5;
    }

    FreshDocuments fresh() {
        return new FreshDocuments(documents, humanShare, syntheticShare, schedule);
    }

    /** Human documents that a later generation adds. */
    public int freshHumanDocuments(int generation) {
        return fresh().human(generation);
    }

    /** Documents that a model writes for a generation after prompts nobody trains on; for {@code rewrite-and-grow} not read. */
    public int freshSyntheticDocuments(int generation) {
        return fresh().synthetic(generation);
    }

    /** What a generation has of a run that keeps all text. */
    long allDocuments(int generation) {
        return baseDocuments
                - firstKeptDocument()
                + fresh().allHuman(generation)
                + (rewrites() ? 0 : fresh().allSynthetic(generation));
    }

    /** Human documents of all generations up to one, those of generation 0 first. */
    public int allHumanDocuments(int generation) {
        return Math.toIntExact(baseDocuments + fresh().allHuman(generation));
    }

    /** Documents that models wrote for all generations up to one. */
    public int allSyntheticDocuments(int generation) {
        return Math.toIntExact(fresh().allSynthetic(generation));
    }

    /** The number of human documents in the pool of a generation. */
    public int humanDocuments(int generation) {
        if (generation == 0) {
            return baseDocuments;
        }
        return DataPolicy.of(policy).humanDocuments(this, generation);
    }

    /** The number of machine-written documents in the pool of a generation. */
    public int syntheticDocuments(int generation) {
        if (generation == 0) {
            return 0;
        }
        return DataPolicy.of(policy).syntheticDocuments(this, generation);
    }

    /** The number of distinct samples that make a generation's pool complete. */
    public int pooledDocuments(int generation) {
        return humanDocuments(generation) + syntheticDocuments(generation);
    }
}
