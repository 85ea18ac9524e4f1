package io.tailkeeper.generator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BlockTextTest {

    private static BlockText of(String text, int promptBytes, int bytes) {
        byte[] all = text.getBytes(UTF_8);
        return BlockText.of(Arrays.copyOf(all, promptBytes), Arrays.copyOfRange(all, promptBytes, bytes));
    }

    @Test
    void aCharacterThatTheBorderCutsBelongsToTheContinuation() {
        assertThat(of("a\u4E2D\u6587b", 2, 8)).isEqualTo(new BlockText("a", "\u4E2D\u6587b"));
        assertThat(of("a\u4E2D\u6587b", 3, 8)).isEqualTo(new BlockText("a", "\u4E2D\u6587b"));
        assertThat(of("a\u4E2D\u6587b", 4, 8)).isEqualTo(new BlockText("a\u4E2D", "\u6587b"));
        assertThat(of("\u4E2D", 1, 3)).as("nothing is left of the prompt").isEqualTo(new BlockText("", "\u4E2D"));
    }

    @Test
    void aCharacterThatTheEndCutsIsDropped() {
        assertThat(of("ab\u4E2D\uD83D\uDE00", 1, 8)).isEqualTo(new BlockText("a", "b\u4E2D"));
        assertThat(of("ab\u4E2D\uD83D\uDE00", 1, 9)).isEqualTo(new BlockText("a", "b\u4E2D\uD83D\uDE00"));
    }

    @Test
    void whatAModelWritesIntoACutCharacterIsShownAsItIs() {
        byte[] prompt = Arrays.copyOf("a\u4E2D".getBytes(UTF_8), 3);

        assertThat(BlockText.of(prompt, "x".getBytes(UTF_8))).isEqualTo(new BlockText("a", "\uFFFDx"));
    }
}
