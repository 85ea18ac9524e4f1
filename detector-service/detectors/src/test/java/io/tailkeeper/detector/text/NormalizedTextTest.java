package io.tailkeeper.detector.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.detector.features.FeatureList;
import io.tailkeeper.detector.features.SurfaceFeatures;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NormalizedTextTest {

    @Test
    void formatLeavesNoTrace() {
        assertThat(NormalizedText.of("  a\u00a0\u201cquoted\u201d\r\n\n word\u2019s \u2014 end\u200b\t"))
                .isEqualTo("a \"quoted\" word's - end");
        assertThat(NormalizedText.of("ﬁne ｗｉｄｅ e\u0301")).isEqualTo("fine wide \u00e9");
    }

    @Test
    void normalisingAgainChangesNothing() {
        for (String text :
                new String[] {"", " ", "''x''", "\u00b4a\u00b4", "a\u2026b", "\ud83d\ude00 \ud800", "\u2033"}) {
            String once = NormalizedText.of(text);
            assertThat(NormalizedText.of(once)).isEqualTo(once);
        }
    }

    @Test
    void whatIsNotSeenIsRemoved() {
        assertThat(NormalizedText.of("in\u00advis\u200bible\u0007 \ufeffma\ufe0frks\u034f"))
                .isEqualTo("invisible marks");
        assertThat(NormalizedText.of("e\u200b\u0301"))
                .as("composes over the gap")
                .isEqualTo("\u00e9");
        assertThat(NormalizedText.of("a\u0000\u2028b\u0085c")).isEqualTo("a b c");
        assertThat(NormalizedText.of("\u200b \u0000")).isEmpty();
    }

    @Test
    void halfAPairIsReplacedAndAWholeOneKept() {
        assertThat(NormalizedText.of("a\ud800b\udc00 \ud83d\ude00")).isEqualTo("a\ufffdb\ufffd \ud83d\ude00");
        assertThat(NormalizedText.of("\udc00")).isEqualTo("\ufffd");
    }

    @Test
    void printableAsciiChangesAsItAlwaysDid() {
        Random random = new Random(3);
        String alphabet = "ab'` \t\n\r\"-~";
        for (int round = 0; round < 5_000; round++) {
            String text = draw(random, alphabet);
            String expected = text.replace('`', '\'')
                    .replace("''", "\"")
                    .replaceAll("\\s+", " ")
                    .strip();
            assertThat(NormalizedText.of(text)).isEqualTo(expected);
        }
    }

    @Test
    void normalisingAnythingAgainChangesNothing() {
        Random random = new Random(4);
        String alphabet = "a e\u0301\u200b\u00a0\u00b4\u2019''`\u2033\u2036\u00a8\u1ffd\u3164\ud83d\ude00\ud800\ufe58"
                + "\u1100\u1161\u11a8\u0338<=\ufdfa\u2014\u0000\n\uff02\uff07\uff40\u0345\u03b1";
        for (int round = 0; round < 20_000; round++) {
            String once = NormalizedText.of(draw(random, alphabet));
            assertThat(NormalizedText.of(once)).isEqualTo(once);
        }
    }

    private static String draw(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Test
    void surfaceFeaturesAreCountedByHand() {
        FeatureList list = new FeatureList(SurfaceFeatures.DIMENSION);
        SurfaceFeatures.add("Ab (c, c). \"9", list);
        float[] features = list.toArray();
        // 13 characters; words: Ab | (c, | c). | "9
        assertThat(features[0]).isEqualTo(13f / 4);
        assertThat(features[1]).isEqualTo(13);
        assertThat(features[2]).isEqualTo(4);
        assertThat(features[3]).as("distinct words").isEqualTo(1);
        assertThat(features[4]).as("commas").isEqualTo(1f / 13);
        assertThat(features[5]).as("full stops").isEqualTo(1f / 13);
        assertThat(features[13]).as("upper case").isEqualTo(1f / 13);
        assertThat(features[14]).as("digits").isEqualTo(1f / 13);
        assertThat(features[15]).as("odd quotes").isEqualTo(1);
        assertThat(features[16]).as("brackets left open").isZero();
        assertThat(features[19]).as("mean word length").isEqualTo(2.5f);
        assertThat(features[20]).as("its deviation").isEqualTo(0.5f);
    }
}
