package io.tailkeeper.languagemodel.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.ForeignText;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.json.JsonFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The byte-level byte pairs of a {@code tokenizer.json}, as GPT-2 and SmolLM2 have them. Hugging Face's own library
 * encodes, with the file's special tokens taken out, so that no text can spell one.
 */
public final class JsonTokenizer implements Tokenizer {

    /** Characters that the library reads at once; from ten million on it ends the process. */
    private static final int AT_ONCE = 1 << 21;

    private static final Cleaner CLEANER = Cleaner.create(); // the library's memory is freed with the tokenizer

    private final byte[] content;
    private final HuggingFaceTokenizer encoder;
    private final Map<Integer, byte[]> pieces = new HashMap<>();
    private final int vocabularySize;
    private final List<Integer> endTokens;

    private JsonTokenizer(TokenizerJson json, byte[] content, List<Integer> endTokens) {
        this.content = content;
        this.endTokens = List.copyOf(endTokens);
        json.vocabulary().forEach((id, text) -> pieces.put(id, ByteLevelAlphabet.bytes(text)));
        json.added().forEach(token -> pieces.put(token.id(), token.text().getBytes(StandardCharsets.UTF_8)));
        vocabularySize = json.largest() + 1;
        encoder = json.encoder();
        CLEANER.register(this, encoder::close);
    }

    /**
     * The tokenizer of a file.
     *
     * @param ends finds the tokens that end a text
     * @throws CheckpointException when the file is missing, corrupt, or of another kind
     */
    public static JsonTokenizer read(Path file, Function<TokenizerJson, List<Integer>> ends) {
        requireByteLevel(JsonFile.read(file));
        TokenizerJson json = TokenizerJson.read(file);
        try {
            return new JsonTokenizer(json, Files.readAllBytes(file), ends.apply(json));
        } catch (IOException e) {
            throw new CheckpointException("tokenizer " + file + " cannot be read: " + e, e);
        }
    }

    private static void requireByteLevel(JsonFile json) {
        String kind = json.root().path("model").path("type").asText("BPE");
        if (!kind.equals("BPE") || !json.root().path("decoder").toString().contains("\"ByteLevel\"")) {
            throw new CheckpointException(
                    "tokenizer " + json.path() + ": it is " + ForeignText.shown(kind)
                            + " with the decoder "
                            + ForeignText.shown(
                                    json.root().path("decoder").path("type").asText("missing"))
                            + ", but Tailkeeper reads byte-level BPE, as GPT-2 and SmolLM2 have it; take a model with such a one");
        }
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public int endOfText() {
        return endTokens.getFirst();
    }

    @Override
    public List<Integer> endTokens() {
        return endTokens;
    }

    @Override
    public int[] encode(String text) {
        return encode(text, false);
    }

    private int[] encode(String text, boolean marked) {
        if (text.length() > AT_ONCE) {
            int end = Character.isHighSurrogate(text.charAt(AT_ONCE - 1)) ? AT_ONCE - 1 : AT_ONCE;
            return IntStream.concat(
                            IntStream.of(encode(text.substring(0, end), marked)),
                            IntStream.of(encode(text.substring(end), false)))
                    .toArray();
        }
        return Arrays.stream(encoder.encode(text, marked, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    @Override
    public int[] encodeDocument(String text) {
        List<Integer> own = IntStream.of(encode(text, false)).boxed().toList();
        List<Integer> marked = IntStream.of(encode(text, true)).boxed().toList();
        int begin = own.isEmpty() ? 0 : Math.max(0, Collections.indexOfSubList(marked, own));
        List<Integer> document = marked.subList(0, own.isEmpty() ? Math.min(1, marked.size()) : begin + own.size());
        return document.isEmpty()
                ? new int[] {endOfText()}
                : document.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public byte[] bytes(int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            bytes.writeBytes(pieces.getOrDefault(token, new byte[0])); // models may know more tokens than there are
        }
        return bytes.toByteArray();
    }

    @Override
    public String fingerprint() {
        return "sha256-" + Sha256.of(content);
    }

    @Override
    public byte[] json() {
        return content.clone();
    }

    @Override
    public Path save(Path folder) {
        return TokenizerJson.save(folder, content, new String(pieces.get(endOfText()), StandardCharsets.UTF_8));
    }
}
