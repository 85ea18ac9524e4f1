package io.tailkeeper.trainer.pytorch;

import io.tailkeeper.contracts.specification.TextSpecification;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.trainer.TokenRows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A real model of two small layers, of random weights that are always the same, and its tokenizer. */
abstract class BesideATinyModel {

    final Tokenizer tokenizer = Gpt2RanksTokenizer.of(512);
    final TokenRows rows = new TokenRows(tokenizer, new TextSpecification(32, 16));
    LanguageModel model;

    @BeforeEach
    void makeAModel() {
        model = Models.initialise(new ModelConfig(2, 2, 32, 32, 512), 3);
    }

    @AfterEach
    void close() {
        model.close();
    }
}
