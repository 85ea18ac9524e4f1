package io.tailkeeper.detector.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LongestFirstTest {

    @Test
    void beginsWithTheLongestAndKeepsTheOrder() {
        List<String> begun = Collections.synchronizedList(new ArrayList<>());
        try (LongestFirst one = new LongestFirst(1)) {
            List<float[]> lengths = one.map(List.of("a", "ccc", "bb"), text -> {
                begun.add(text);
                return new float[] {text.length()};
            });

            assertThat(lengths).extracting(each -> each[0]).containsExactly(1f, 3f, 2f);
            assertThat(begun).containsExactly("ccc", "bb", "a");
        }
    }

    /** The longest text fails while another is being encoded. */
    @Test
    void throwsWhenNobodyEncodesAnyMore() {
        AtomicInteger inside = new AtomicInteger();
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch failed = new CountDownLatch(1);
        try (LongestFirst two = new LongestFirst(2)) {
            assertThatThrownBy(() -> two.map(List.of("a", "bb", "c", "c"), text -> {
                        inside.incrementAndGet();
                        both.countDown();
                        try {
                            assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
                            if (text.equals("bb")) {
                                failed.countDown();
                                throw new IllegalArgumentException("a text that the model fails on");
                            }
                            assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
                            return new float[0];
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        } finally {
                            inside.decrementAndGet();
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("encoding failed: a text that the model fails on");

            assertThat(inside).hasValue(0);
        }
    }
}
