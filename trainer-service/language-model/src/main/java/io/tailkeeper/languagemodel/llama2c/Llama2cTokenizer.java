package io.tailkeeper.languagemodel.llama2c;

import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.CheckpointFile;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.tokenizer.TokenizerJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The tokenizer of llama2.c: SentencePiece's byte pairs by score, with a token for every byte that has none. The file is
 * an int32, the longest token's bytes, then for each token a float32 score, an int32 length and its bytes, little-endian.
 *
 * <p>A document begins with token 1 and a space that is no part of the text; both are gone again in {@link #bytes}.
 * Documents follow each other without any other mark, so token 1 is also what ends one.
 */
public final class Llama2cTokenizer implements Tokenizer {

    public static final String FILE_NAME = "tokenizer.bin";

    private static final int BEGIN = 1;
    private static final int END = 2;
    private static final int FIRST_BYTE = 3;
    private static final int FIRST_PIECE = FIRST_BYTE + 256;

    private final byte[] content;
    private final List<byte[]> pieces = new ArrayList<>();
    private final List<Float> scores = new ArrayList<>();
    private final Map<String, Integer> tokens = new HashMap<>(); // by their bytes as ISO 8859-1

    private Llama2cTokenizer(byte[] content) {
        this.content = content;
    }

    /**
     * The tokenizer of a file.
     *
     * @throws CheckpointException when the file is missing, cut off, or of another format
     */
    public static Llama2cTokenizer read(Path file) {
        Llama2cTokenizer tokenizer;
        try {
            tokenizer = new Llama2cTokenizer(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CheckpointException("tokenizer " + file + " cannot be read: " + e, e);
        }
        ByteBuffer bytes = ByteBuffer.wrap(tokenizer.content).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < Integer.BYTES) {
            throw foreign(file, "it is cut off");
        }
        bytes.getInt();
        while (bytes.hasRemaining()) {
            if (bytes.remaining() < Float.BYTES + Integer.BYTES) {
                throw foreign(file, "it is cut off in token " + tokenizer.pieces.size());
            }
            float score = bytes.getFloat();
            int length = bytes.getInt();
            if (length < 0 || length > bytes.remaining()) {
                throw foreign(file, "it is cut off in token " + tokenizer.pieces.size());
            }
            if (!Float.isFinite(score)) {
                throw foreign(file, "token " + tokenizer.pieces.size() + " has the score " + score);
            }
            byte[] piece = new byte[length];
            bytes.get(piece);
            tokenizer.add(piece, score);
        }
        tokenizer.requireBytes(file);
        return tokenizer;
    }

    private void add(byte[] piece, float score) {
        if (pieces.size() >= FIRST_PIECE) {
            tokens.put(new String(piece, StandardCharsets.ISO_8859_1), pieces.size());
        }
        pieces.add(piece);
        scores.add(score);
    }

    private void requireBytes(Path file) {
        for (int value = 0; value < 256; value++) {
            byte[] wanted = "<0x%02X>".formatted(value).getBytes(StandardCharsets.US_ASCII);
            if (pieces.size() <= FIRST_BYTE + value || !Arrays.equals(pieces.get(FIRST_BYTE + value), wanted)) {
                throw foreign(file, "its token " + (FIRST_BYTE + value) + " does not stand for byte " + value);
            }
        }
    }

    private static CheckpointException foreign(Path file, String what) {
        return new CheckpointException("tokenizer " + file + " is no tokenizer file of llama2.c: " + what
                + "; make it with llama2.c's tokenizer.py, or give the model's folder its own one again");
    }

    @Override
    public int vocabularySize() {
        return pieces.size();
    }

    @Override
    public int endOfText() {
        return BEGIN;
    }

    @Override
    public int[] encode(String text) {
        return new PieceMerging(tokens, scores, pieces)
                .merged(text.codePoints().flatMap(this::symbols).toArray());
    }

    private IntStream symbols(int codePoint) {
        byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        Integer token = tokens.get(new String(bytes, StandardCharsets.ISO_8859_1));
        return token != null
                ? IntStream.of(token)
                : IntStream.range(0, bytes.length).map(i -> FIRST_BYTE + Byte.toUnsignedInt(bytes[i]));
    }

    @Override
    public int[] encodeDocument(String text) {
        IntStream begin = IntStream.of(BEGIN);
        return (text.isEmpty() ? begin : IntStream.concat(begin, IntStream.of(encode(" " + text)))).toArray();
    }

    @Override
    public byte[] bytes(int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int before = END;
        for (int token : tokens) {
            byte[] piece = pieces.get(token);
            int from = before == BEGIN && piece.length > 0 && piece[0] == ' ' ? 1 : 0;
            if (token >= FIRST_BYTE && token < FIRST_PIECE) {
                bytes.write(token - FIRST_BYTE);
            } else if (token != BEGIN && token != END) {
                bytes.write(piece, from, piece.length - from);
            }
            before = token;
        }
        return bytes.toByteArray();
    }

    @Override
    public String fingerprint() {
        return "sha256-" + Sha256.of(content);
    }

    @Override
    public byte[] json() {
        return Llama2cJson.of(pieces, scores, FIRST_PIECE);
    }

    @Override
    public Path save(Path folder) {
        TokenizerJson.save(folder, json(), "<s>");
        return CheckpointFile.write(folder.resolve(FILE_NAME), content);
    }
}
