package io.tailkeeper.pretrained.likelihood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TextWindowsTest {

    @Test
    void everyTokenFromTheSecondOnIsPredictedOnceWithTheOverlapBeforeIt() {
        for (int context = 1; context < 9; context++) {
            for (int overlap = 0; overlap < context; overlap++) {
                for (int tokens = 0; tokens < 40; tokens++) {
                    assertCovers(new TextWindows(context, overlap), tokens);
                }
            }
        }
    }

    private static void assertCovers(TextWindows windows, int tokens) {
        int[] predicted = new int[tokens];
        for (TextWindows.Window window : windows.of(3, tokens)) {
            assertThat(window.text()).isEqualTo(3);
            assertThat(window.length()).isBetween(1, windows.context());
            for (int token = window.from(); token <= window.end(); token++) {
                predicted[token]++;
                assertThat(token - window.begin()).isGreaterThanOrEqualTo(Math.min(token, windows.overlap() + 1));
            }
        }
        int[] expected = new int[tokens];
        Arrays.fill(expected, Math.min(1, tokens), tokens, 1);
        assertThat(predicted).as("%s, %d tokens", windows, tokens).isEqualTo(expected);
    }
}
