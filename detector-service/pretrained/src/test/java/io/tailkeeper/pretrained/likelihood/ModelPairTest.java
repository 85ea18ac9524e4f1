package io.tailkeeper.pretrained.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.huggingface.HuggingFaceFolder;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPairTest {

    private static final int VOCABULARY = 280;
    private static final int OVERLAP = 5;
    private static final String LONG = "a small carriage with two wheels, pulled by one horse; no driver is in sight";
    private static final List<String> TEXTS =
            List.of("", "a", "two", "a horse and", LONG, "\u6226\u5834 \ud83d\ude42", "wheels of wood", LONG + LONG);

    private static PretrainedModel observer;
    private static PretrainedModel performer;
    private static ModelPair pair;

    @TempDir
    private Path folder;

    @BeforeAll
    static void make() {
        observer = TinyModels.of(TinyModels.CONTEXT + 4, VOCABULARY, 1);
        performer = TinyModels.of(TinyModels.CONTEXT, VOCABULARY, 2);
        pair = new ModelPair(observer, performer, OVERLAP);
    }

    @AfterAll
    static void free() {
        pair.close();
    }

    /** What the models say of the token at a place, each by a call of its own with the tokens that its window shows. */
    private static TokenSums naive(LanguageModel reference, LanguageModel scoring, int[] tokens, int place) {
        int windowsBefore =
                (int) Math.ceil(Math.max(0, place - TinyModels.CONTEXT) / (double) (TinyModels.CONTEXT - OVERLAP));
        int[] before = Arrays.copyOfRange(tokens, windowsBefore * (TinyModels.CONTEXT - OVERLAP), place);
        int[][] row = {before};
        double[] q = TinyModels.probabilities(TinyModels.logits(reference, row)[0][before.length - 1], VOCABULARY);
        double[] p = TinyModels.probabilities(TinyModels.logits(scoring, row)[0][before.length - 1], VOCABULARY);
        double mean = 0;
        double square = 0;
        for (int token = 0; token < VOCABULARY; token++) {
            mean += q[token] * Math.log(p[token]);
            square += q[token] * Math.log(p[token]) * Math.log(p[token]);
        }
        return new TokenSums(1, Math.log(p[tokens[place]]), mean, square - mean * mean);
    }

    private static TokenSums naive(LanguageModel reference, LanguageModel scoring, String text) {
        int[] tokens = Gpt2RanksTokenizer.of(VOCABULARY).encodeDocument(text);
        TokenSums sums = TokenSums.NOTHING;
        for (int place = 1; place < tokens.length; place++) {
            sums = sums.plus(naive(reference, scoring, tokens, place));
        }
        return sums;
    }

    private static void assertClose(TokenSums actual, TokenSums expected) {
        double close = 2e-5 * (1 + expected.tokens());
        assertThat(actual.tokens()).isEqualTo(expected.tokens());
        assertThat(actual.logLikelihood()).isCloseTo(expected.logLikelihood(), within(close));
        assertThat(actual.expected()).isCloseTo(expected.expected(), within(close));
        assertThat(actual.variance()).isCloseTo(expected.variance(), within(close));
    }

    @Test
    void theSumsAreThoseOfPlainLoopsOverTheLogitsInAnyCompany() {
        List<TokenSums> together = pair.read(TEXTS);
        for (int i = 0; i < TEXTS.size(); i++) {
            TokenSums expected = naive(observer.model(), performer.model(), TEXTS.get(i));
            assertClose(together.get(i), expected);
            assertClose(pair.read(List.of(TEXTS.get(i))).getFirst(), expected);
        }
        assertThat(together.getLast().tokens()).as("several windows").isGreaterThan(3 * TinyModels.CONTEXT);
        assertThat(together.getLast().variance())
                .as("far from uniform")
                .isGreaterThan(together.getLast().tokens() * 0.1);
    }

    @Test
    void textsOfFewerThanTwoTokensSayNothing() {
        assertThat(pair.read(List.of("", "a"))).containsOnly(TokenSums.NOTHING);
        assertThat(pair.read(List.of())).isEmpty();
    }

    @Test
    void oneModelCanBeBoth() {
        ModelPair one = new ModelPair(performer, performer, OVERLAP);
        assertClose(one.read(List.of(LONG)).getFirst(), naive(performer.model(), performer.model(), LONG));
    }

    @Test
    void opensAnyFormatAndComparesVocabulariesByTheirTokens() {
        HuggingFaceFolder.write(folder.resolve("observer"), observer.model(), observer.tokenizer());
        performer.model().save(folder.resolve("performer/model.safetensors"));
        try (ModelPair opened =
                ModelPair.open(folder.resolve("observer"), folder.resolve("performer/model.safetensors"))) {
            TokenSums short3 = opened.read(List.of("a horse and")).getFirst();
            assertClose(short3, naive(observer.model(), performer.model(), "a horse and"));
        }
        try (ModelPair twice = ModelPair.open(folder.resolve("observer"), folder.resolve("observer"))) {
            assertThat(twice.read(List.of(LONG)).getFirst().tokens()).isPositive();
        }
    }

    @Test
    void differentVocabulariesAreRefused() {
        try (PretrainedModel larger = TinyModels.of(TinyModels.CONTEXT, VOCABULARY + 1, 3)) {
            assertThatThrownBy(() -> new ModelPair(observer, larger))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("different vocabularies, of 280 and 281 tokens");
        }
    }

    @Test
    void modelsThatCannotBeOpenedAreRefused() {
        assertThatThrownBy(() -> ModelPair.open(folder.resolve("nowhere"), folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("nowhere is missing");
        assertThatThrownBy(() -> new ModelPair(observer, performer, TinyModels.CONTEXT))
                .hasMessageContaining("overlap: 16 is out of range; 0 to 15");
    }
}
