package io.tailkeeper.languagemodel;

/**
 * A model and the tokenizer it was trained with. Closing it closes the model.
 *
 * @param tokenizer knows no token that the model does not know
 */
public record PretrainedModel(LanguageModel model, Tokenizer tokenizer) implements AutoCloseable {

    @Override
    public void close() {
        model.close();
    }
}
