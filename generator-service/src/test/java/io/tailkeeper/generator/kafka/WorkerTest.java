package io.tailkeeper.generator.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class WorkerTest {

    @Test
    void oneThatNeverBeganIsStoppedWithoutAFault() {
        Worker worker = new Worker(null, null, null, null);
        assertThatCode(worker::stop).doesNotThrowAnyException();
    }
}
