package io.tailkeeper.languagemodel.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;

/**
 * SentencePiece's precompiled character map: the bytes of a trie as an int32, the trie (a double array of 32 bits a unit, as
 * Darts-clone has it), then the replacements, each ended by a zero byte. Hugging Face's library follows it without looking
 * and ends the process where it leads out of the file.
 */
final class CharacterMap {

    private static final int LAST = 0xFF; // of a block of 256 units, in which all children of a node are

    private final IntBuffer trie;
    private final ByteBuffer replacements;
    private final BitSet seen = new BitSet();
    private final Deque<Integer> open = new ArrayDeque<>();

    private CharacterMap(IntBuffer trie, ByteBuffer replacements) {
        this.trie = trie;
        this.replacements = replacements;
    }

    /** @throws IllegalArgumentException when it leads out of the file */
    static void requireSafe(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(decoded(base64)).order(ByteOrder.LITTLE_ENDIAN);
        int size = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
        if (size < Integer.BYTES || size > bytes.remaining()) {
            throw new IllegalArgumentException("its precompiled_charsmap is cut off");
        }
        int units = size / Integer.BYTES;
        int behind = bytes.position() + units * Integer.BYTES;
        new CharacterMap(
                        bytes.slice(bytes.position(), units * Integer.BYTES)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .asIntBuffer(),
                        bytes.slice(behind, bytes.limit() - behind))
                .requireInside();
    }

    private static byte[] decoded(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) { // the library takes no other spelling
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its precompiled_charsmap is not base64", e);
        }
        throw new IllegalArgumentException("its precompiled_charsmap is not base64");
    }

    private void requireInside() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(replacements.duplicate());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the replacements of its precompiled_charsmap are not UTF-8", e);
        }
        open(offset(trie.get(0)));
        while (!open.isEmpty()) {
            int node = open.pop();
            for (int label = 1; label <= LAST; label++) {
                int at = node ^ label;
                int unit = trie.get(at);
                if ((unit & (1 << 31 | LAST)) == label) {
                    int child = at ^ offset(unit);
                    open(child);
                    if ((unit >>> 8 & 1) == 1) {
                        requireReplacement(trie.get(child) & Integer.MAX_VALUE);
                    }
                }
            }
        }
    }

    private void open(int node) {
        if ((node | LAST) >= trie.limit()) {
            throw new IllegalArgumentException("its precompiled_charsmap leads out of its trie");
        }
        if (!seen.get(node)) {
            seen.set(node);
            open.push(node);
        }
    }

    private static int offset(int unit) {
        return (unit >>> 10) << ((unit & (1 << 9)) >>> 6);
    }

    private void requireReplacement(int begin) {
        if (begin >= replacements.limit()
                || (replacements.get(begin) & 0xC0) == 0x80) { // inside of a character in UTF-8
            throw new IllegalArgumentException("its precompiled_charsmap leads out of its replacements");
        }
    }
}
