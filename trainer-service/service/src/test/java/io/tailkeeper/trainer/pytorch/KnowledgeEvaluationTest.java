package io.tailkeeper.trainer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.measures.KnowledgeRetention;
import io.tailkeeper.contracts.specification.TextSpecification;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.trainer.Samples;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainingFailedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real model is asked; one sentence at a time, token by token, gives the same answers. */
class KnowledgeEvaluationTest {

    private static final TextSpecification TEXT = new TextSpecification(64, 32);

    private final Tokenizer tokenizer = Gpt2RanksTokenizer.of(512);
    private LanguageModel model;

    @BeforeEach
    void makeAModel() {
        model = Models.initialise(new ModelConfig(2, 2, 32, 64, 512), 3);
    }

    @AfterEach
    void close() {
        model.close();
    }

    private KnowledgeRetention evaluate(List<KnowledgeItem> items, List<Integer> progress) {
        return new KnowledgeEvaluation(model, new TokenRows(tokenizer, TEXT)).evaluate(items, 7, progress::add);
    }

    private double accuracy(KnowledgeItem... items) {
        return evaluate(List.of(items), new ArrayList<>()).accuracy();
    }

    /** Mean log-probability of a sentence's tokens, each from a forward pass over what stands before it. */
    private double naive(String context, String sentence) {
        int[] before = tokenizer.encode(context);
        int[] tokens = tokenizer.encode(sentence);
        double sum = 0;
        for (int i = 0; i < tokens.length; i++) {
            long[] read = new long[before.length + i];
            for (int t = 0; t < read.length; t++) {
                read[t] = t < before.length ? before[t] : tokens[t - before.length];
            }
            try (NDManager scope = model.manager().newSubManager();
                    NDArray logits = model.logits(scope.create(read, new Shape(1, read.length)), read.length - 1)) {
                float[] last = logits.toFloatArray();
                double all = 0;
                for (float logit : last) {
                    all += Math.exp(logit);
                }
                sum += last[tokens[i]] - Math.log(all);
            }
        }
        return sum / tokens.length;
    }

    @Test
    void anItemIsJudgedAsSentenceBySentence() {
        List<KnowledgeItem> items = Samples.knowledge("run", 45).items();
        List<Integer> progress = new ArrayList<>();

        KnowledgeRetention retention = evaluate(items, progress);

        long won = items.stream()
                .filter(item ->
                        naive(item.context(), item.sentenceTrue()) > naive(item.context(), item.sentenceFalse()))
                .count();
        assertThat(won).as("some of each").isBetween(5L, 40L);
        assertThat(retention.accuracy()).isEqualTo(won / 45.0, within(1e-12));
        assertThat(retention.items()).isEqualTo(45);
        assertThat(retention.low()).isLessThan(retention.accuracy());
        assertThat(retention.high()).isGreaterThan(retention.accuracy());
        assertThat(progress).containsExactly(8, 16, 24, 32, 40, 45);
        assertThat(evaluate(items, new ArrayList<>())).isEqualTo(retention);
        for (KnowledgeItem item : items.subList(0, 9)) {
            assertThat(accuracy(item))
                    .as("an item by itself: %s", item)
                    .isEqualTo(
                            naive(item.context(), item.sentenceTrue()) > naive(item.context(), item.sentenceFalse())
                                    ? 1.0
                                    : 0.0);
        }
    }

    @Test
    void theSentencesThatChangePlacesTurnTheAnswerRound() {
        List<KnowledgeItem> items = Samples.knowledge("run", 45).items();
        List<KnowledgeItem> turned =
                items.stream().map(KnowledgeEvaluationTest::turned).toList();

        assertThat(evaluate(turned, new ArrayList<>()).accuracy())
                .isEqualTo(1 - evaluate(items, new ArrayList<>()).accuracy(), within(1e-12));
    }

    private static KnowledgeItem turned(KnowledgeItem item) {
        String wrong = item.sentenceFalse();
        String right = item.sentenceTrue();
        return new KnowledgeItem(item.context(), wrong, right);
    }

    /** Beyond the block nothing is read: a sentence is cut at its end, a context at its beginning. */
    @Test
    void whatDoesNotFitIntoTheBlockIsCut() {
        String context = Samples.text(1, 6);
        String block = " " + Samples.text(2, 60);
        assertThat(tokenizer.encode(block)).hasSizeGreaterThan(64);
        assertThat(accuracy(new KnowledgeItem(context, block + " bird", block + " sea")))
                .as("they differ behind the end alone: a tie")
                .isEqualTo(0.5);

        String longContext = Samples.text(3, 60);
        KnowledgeItem item = new KnowledgeItem("x " + longContext, " the bird", " the sea");
        KnowledgeItem other = new KnowledgeItem("y " + longContext, " the bird", " the sea");
        assertThat(accuracy(item)).isEqualTo(accuracy(other));
    }

    @Test
    void aModelThatGivesNoNumberFailsTheTraining() {
        try (LanguageModel diverged = Models.initialise(new ModelConfig(1, 2, 32, 64, 512), 1)) {
            diverged.parameters().values().forEach(parameter -> parameter.muli(Float.NaN));
            KnowledgeEvaluation evaluation = new KnowledgeEvaluation(diverged, new TokenRows(tokenizer, TEXT));
            List<KnowledgeItem> items = Samples.knowledge("run", 1).items();

            assertThatThrownBy(() -> evaluation.evaluate(items, 7, _ -> {}))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining("the model has diverged");
        }
    }
}
