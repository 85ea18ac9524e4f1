package io.tailkeeper.languagemodel.tokenizer;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import com.knuddels.jtokkit.api.IntArrayList;
import io.tailkeeper.languagemodel.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * GPT-2's byte-pair encoding, cut to its first merges: ranks are learned greedily, so any prefix of them is itself a
 * valid, smaller vocabulary. The last token is end-of-text. Any text can be encoded, and {@code decode(encode(text))}
 * gives it back. Safe for use by several threads.
 */
public final class Gpt2RanksTokenizer implements Tokenizer {

    private static final String RANKS = "/com/knuddels/jtokkit/r50k_base.tiktoken";
    private static final int BYTES = 256;
    private static final Pattern WORDS = Pattern.compile(
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final String END_OF_TEXT = "<|endoftext|>";

    private final int vocabularySize;
    private final Encoding encoding;

    private Gpt2RanksTokenizer(int vocabularySize, Encoding encoding) {
        this.vocabularySize = vocabularySize;
        this.encoding = encoding;
    }

    /**
     * The first {@code vocabularySize - 1} entries of GPT-2's ranks and end-of-text.
     *
     * @param vocabularySize 257 (bytes alone) to 50257 (all of GPT-2)
     */
    @SuppressWarnings("ArrayAsKeyOfSetOrMap") // what jtokkit takes; it copies the entries and never looks an array up
    public static Tokenizer of(int vocabularySize) {
        Map<byte[], Integer> ranks = new HashMap<>();
        try (InputStream file = Objects.requireNonNull(Encodings.class.getResourceAsStream(RANKS), RANKS);
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
            String line = lines.readLine();
            while (line != null && ranks.size() < vocabularySize - 1) {
                int space = line.indexOf(' ');
                ranks.put(Base64.getDecoder().decode(line.substring(0, space)), ranks.size());
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("GPT-2's ranks cannot be read from the jtokkit library", e);
        }
        if (vocabularySize <= BYTES || ranks.size() != vocabularySize - 1) {
            throw new IllegalArgumentException("vocabulary of " + vocabularySize + " tokens: GPT-2's ranks give "
                    + (BYTES + 1) + " to " + (ranks.size() + 1));
        }
        EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
        String name = "gpt2-" + vocabularySize;
        registry.registerGptBytePairEncoding(
                new GptBytePairEncodingParams(name, WORDS, ranks, Map.of(END_OF_TEXT, vocabularySize - 1)));
        return new Gpt2RanksTokenizer(vocabularySize, registry.getEncoding(name).orElseThrow());
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public int endOfText() {
        return vocabularySize - 1;
    }

    @Override
    public int[] encode(String text) {
        return encoding.encodeOrdinary(text).toArray();
    }

    @Override
    public byte[] bytes(int[] tokens) {
        IntArrayList list = new IntArrayList(tokens.length);
        for (int token : tokens) {
            list.add(token);
        }
        return encoding.decodeBytes(list);
    }

    @Override
    public String fingerprint() {
        return fingerprint(vocabularySize);
    }

    public static String fingerprint(int vocabularySize) {
        return "gpt2-ranks-" + vocabularySize;
    }

    @Override
    public byte[] json() {
        List<byte[]> ranks = IntStream.range(0, endOfText())
                .mapToObj(token -> bytes(new int[] {token}))
                .toList();
        return Gpt2RanksJson.of(ranks, END_OF_TEXT);
    }

    @Override
    public Path save(Path folder) {
        return TokenizerJson.save(folder, json(), END_OF_TEXT);
    }
}
