package io.tailkeeper.pretrained.classifier;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.text.LengthWindow;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.tokenizer.TokenizerJson;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The tokens of a text as a classifier was trained on them, by the {@code tokenizer.json} of its folder: special tokens
 * around it, cut at one end of the text and never at a special token. Safe for use by several threads.
 *
 * <p>The file's special tokens are added around a text and never found within it, so that no text can spell one.
 */
final class ClassifierTokens implements AutoCloseable {

    /** Characters that the library takes; from ten million on it ends the process. */
    private static final int LONGEST = 1 << 21;

    private final HuggingFaceTokenizer tokenizer;
    private final int largest;
    private final int most;
    private final LengthWindow.Side side;

    private ClassifierTokens(HuggingFaceTokenizer tokenizer, int largest, int most, LengthWindow.Side side) {
        this.tokenizer = tokenizer;
        this.largest = largest;
        this.most = most;
        this.side = side;
    }

    /**
     * Reads a tokenizer.
     *
     * @param most tokens of a text, special ones included
     * @param side the end of a longer text that is kept
     * @throws DataException when the file contradicts itself, or is none that Hugging Face's library reads
     */
    static ClassifierTokens read(Path file, int most, LengthWindow.Side side) {
        try {
            TokenizerJson json = TokenizerJson.read(file);
            return new ClassifierTokens(json.encoder(), json.largest(), most, side);
        } catch (CheckpointException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }

    /** The largest id there is. */
    int largest() {
        return largest;
    }

    /** The ids of a text: special tokens before it, its tokens or one end of them, special tokens after it. */
    long[] encode(String text) {
        Encoding encoding = encoding(text);
        long[] ids = encoding.getIds();
        if (ids.length <= most) {
            return ids;
        }
        long[] special = encoding.getSpecialTokenMask();
        int before = 0;
        while (before < ids.length && special[before] == 1) {
            before++;
        }
        int after = ids.length;
        while (after > before && special[after - 1] == 1) {
            after--;
        }
        return kept(ids, before, after);
    }

    private Encoding encoding(String text) {
        try {
            return tokenizer.encode(readable(text), true, false);
        } catch (RuntimeException e) { // of the library, as where there is no token for what is unknown
            throw new DataException("the classifier's tokenizer fails on a text of " + text.length() + " characters ("
                    + e.getMessage() + "); does tokenizer.json belong to the model?");
        }
    }

    /** The end of a text that is kept anyway, as far as the library can take it. */
    private String readable(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        return side == LengthWindow.Side.HEAD ? text.substring(0, LONGEST) : text.substring(text.length() - LONGEST);
    }

    /** Cuts the tokens between the special ones, which stand before {@code before} and from {@code after} on. */
    private long[] kept(long[] ids, int before, int after) {
        int room = most - before - (ids.length - after);
        if (room < 1) {
            throw new DataException("most tokens: " + most + " leaves no room for a text beside the "
                    + (before + ids.length - after) + " special tokens of the model; give more");
        }
        int from = side == LengthWindow.Side.HEAD ? before : after - room;
        long[] kept = Arrays.copyOf(ids, most);
        System.arraycopy(ids, from, kept, before, room);
        System.arraycopy(ids, after, kept, before + room, ids.length - after);
        return kept;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
