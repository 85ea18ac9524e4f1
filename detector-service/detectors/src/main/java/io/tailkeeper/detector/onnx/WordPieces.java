package io.tailkeeper.detector.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The uncased WordPiece tokenizer of BERT: lower case, no accents, punctuation apart, then the longest pieces first.
 *
 * <p>Reads the vocabulary of a {@code tokenizer.json}. Safe for use by several threads.
 */
final class WordPieces {

    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> vocabulary = new HashMap<>();
    private final BitSet continuations = new BitSet();
    private final int unknown;
    private final int start;
    private final int end;

    WordPieces(InputStream tokenizerJson) throws IOException {
        JsonNode pieces =
                new ObjectMapper().readTree(tokenizerJson).path("model").path("vocab");
        pieces.properties().forEach(piece -> {
            int id = piece.getValue().intValue();
            vocabulary.put(piece.getKey(), id);
            continuations.set(id, piece.getKey().startsWith("##"));
        });
        unknown = id("[UNK]");
        start = id("[CLS]");
        end = id("[SEP]");
    }

    private int id(String piece) {
        Integer id = vocabulary.get(piece);
        if (id == null) {
            throw new IllegalStateException(
                    "the encoder's vocabulary has no piece " + piece
                            + "; the encoder artifact is damaged or foreign: delete it from the local repository and build again");
        }
        return id;
    }

    /** Whether a piece goes on with a word, instead of beginning one. */
    boolean continuesWord(long id) {
        return continuations.get((int) id);
    }

    /** The ids of a text between the start and the end mark, at most {@code longest} in all. */
    long[] encode(String text, int longest) {
        long[] ids = new long[longest];
        int count = 0;
        ids[count++] = start;
        for (String word : words(text)) {
            if (count == longest - 1) {
                break;
            }
            count = add(word, ids, count, longest - 1);
        }
        ids[count++] = end;
        return Arrays.copyOf(ids, count);
    }

    private int add(String word, long[] ids, int from, int limit) {
        int count = from;
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            ids[count++] = unknown;
            return count;
        }
        int begin = 0;
        while (begin < word.length()) {
            int stop = word.length();
            Integer id = null;
            while (stop > begin) {
                id = vocabulary.get((begin == 0 ? "" : "##") + word.substring(begin, stop));
                if (id != null) {
                    break;
                }
                stop--;
            }
            if (id == null) {
                ids[from] = unknown;
                return from + 1;
            }
            if (count < limit) {
                ids[count++] = id;
            }
            begin = stop;
        }
        return count;
    }

    private static String[] words(String text) {
        String lower = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        StringBuilder spaced = new StringBuilder(lower.length() + 16);
        lower.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (c == 0 || c == 0xFFFD || type == Character.NON_SPACING_MARK) {
                return;
            }
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                spaced.append(' ');
            } else if (type == Character.CONTROL || type == Character.FORMAT) {
                return;
            } else if (isPunctuation(c, type) || Character.isIdeographic(c)) {
                spaced.append(' ').appendCodePoint(c).append(' ');
            } else {
                spaced.appendCodePoint(c);
            }
        });
        String trimmed = spaced.toString().strip();
        return trimmed.isEmpty() ? new String[0] : trimmed.split(" +");
    }

    private static boolean isPunctuation(int c, int type) {
        if (c < 128) {
            return c > 32 && c < 127 && !Character.isLetterOrDigit(c);
        }
        return switch (type) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }
}
