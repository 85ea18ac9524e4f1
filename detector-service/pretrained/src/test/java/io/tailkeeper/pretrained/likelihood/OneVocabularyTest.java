package io.tailkeeper.pretrained.likelihood;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.huggingface.HuggingFaceFolder;
import io.tailkeeper.languagemodel.models.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneVocabularyTest {

    private static final int VOCABULARY = 280;

    private static PretrainedModel model;

    @TempDir
    private Path folder;

    @BeforeAll
    static void make() {
        model = TinyModels.of(TinyModels.CONTEXT, VOCABULARY, 1);
    }

    @AfterAll
    static void free() {
        model.close();
    }

    @Test
    void vocabulariesOfOtherSizesAreRefused() {
        try (PretrainedModel larger = TinyModels.of(TinyModels.CONTEXT, VOCABULARY + 1, 3)) {
            assertThatThrownBy(() -> OneVocabulary.require(model, larger))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("different vocabularies, of 280 and 281 tokens");
        }
    }

    @Test
    void tokensAreComparedWhateverTheFormat() throws IOException {
        HuggingFaceFolder.write(folder, model.model(), model.tokenizer());
        try (PretrainedModel same = Models.open(folder)) {
            assertThatCode(() -> OneVocabulary.require(model, same)).doesNotThrowAnyException();
        }
        Path tokenizer = folder.resolve("tokenizer.json");
        String swapped = Files.readString(tokenizer)
                .replaceFirst("\"A\":\\s*32\\b", "\"A\":33")
                .replaceFirst("\"B\":\\s*33\\b", "\"B\":32");
        Files.writeString(tokenizer, swapped);
        try (PretrainedModel other = Models.open(folder)) {
            assertThatThrownBy(() -> OneVocabulary.require(model, other))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("different vocabularies, of 280 and 280 tokens");
        }
    }
}
