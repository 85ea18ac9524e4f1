package io.tailkeeper.detector;

import static org.assertj.core.api.Assertions.assertThat;

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
