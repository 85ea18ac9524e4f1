package io.tailkeeper.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllCoresTest {

    @Test
    void keepsTheOrderOfTheItems() {
        List<Integer> items = IntStream.range(0, 1_000).boxed().toList();

        assertThat(AllCores.map(items, item -> 2 * item))
                .isEqualTo(items.stream().map(item -> 2 * item).toList());
        assertThat(AllCores.map(List.of(), item -> item)).isEmpty();
    }

    /** One item fails while another is being worked on; what was not begun is left out. */
    @Test
    void throwsWhenNobodyIsInTheFunctionAnyMore() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch failed = new CountDownLatch(1);

        assertThatThrownBy(() -> AllCores.map(IntStream.range(0, 1_000).boxed().toList(), item -> {
                    inside.incrementAndGet();
                    begun.incrementAndGet();
                    try {
                        if (item == 0) {
                            failed.countDown();
                            throw new IllegalArgumentException("the first one");
                        }
                        return failed.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    } finally {
                        inside.decrementAndGet();
                    }
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the first one");

        assertThat(inside).hasValue(0);
        assertThat(begun.get()).isLessThan(1_000);
    }

    @Test
    void anErrorOfTheJvmComesAsItIs() {
        assertThatThrownBy(() -> AllCores.map(List.of(1), item -> {
                    throw new OutOfMemoryError("made up");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }
}
