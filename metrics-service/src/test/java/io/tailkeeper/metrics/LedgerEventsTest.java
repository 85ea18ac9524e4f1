package io.tailkeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerEventsTest {

    private static final FakeRun RUN = new FakeRun("run", "tiny", "base", null, 0);

    private final RunLedger ledger = new RunLedger(Duration.ofSeconds(20));
    private final LedgerEvents events = new LedgerEvents();

    @Test
    void tellsBeginningProgressMeasuresAndEnd() {
        ledger.record(RUN.request());
        assertThat(kinds()).containsExactly("run");

        FakeRun.record(ledger, RUN.collected(0));
        assertThat(kinds()).containsExactly("progress");
        assertThat(kinds()).isEmpty();

        FakeRun.record(ledger, RUN.messages());
        new MeasuringDesk(ledger, Clock.systemUTC()).work(_ -> {}, _ -> {});
        assertThat(kinds()).containsExactly("run", "generation", "progress");
    }

    @Test
    void tellsNothingOfWhatWasKnownFromTheStart() {
        FakeRun.record(ledger, RUN.messages());
        events.startFrom(ledger.runs());

        assertThat(kinds()).isEmpty();
    }

    private List<String> kinds() {
        return events.since(ledger.runs()).stream().map(LedgerEvent::kind).toList();
    }
}
