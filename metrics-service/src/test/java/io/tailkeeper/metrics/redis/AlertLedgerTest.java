package io.tailkeeper.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.specification.AlertMeasure;
import io.tailkeeper.contracts.specification.AlertRule;
import io.tailkeeper.contracts.specification.AlertRule.Direction;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.view.RunState;
import io.tailkeeper.metrics.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Alerts in a real Redis: raised once, whatever happens between, and the end of a run by one. */
class AlertLedgerTest {

    private static final Instant NOW = TestLedger.NOW;

    /** Perplexity ratios of a fake run are 1, 1.2, 1.4, 1.6, … */
    private static final AlertRule ENDS =
            new AlertRule("ratio", AlertMeasure.PERPLEXITY_RATIO, Direction.ABOVE, 1.1, null, 2, null, true, null);

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private TestLedger ledger;

    @BeforeEach
    void open() {
        ledger = new TestLedger(REDIS.calls());
    }

    private static FakeRun run(int generations, AlertRule... rules) {
        return new FakeRun("run", "tiny", "baseline", null, generations).judgedBy(rules);
    }

    @Test
    void theDefaultsWarnAndTheRunGoesOnToItsEnd() {
        ledger.record(new FakeRun("run", "tiny", "baseline", null, 2).messages());

        ledger.work(NOW);

        assertThat(ledger.alerts).extracting(CollapseAlert::key).contains("run:2:perplexity");
        assertThat(ledger.ends)
                .containsExactly(new RunFinished("run", RunFinished.Status.COMPLETED, "metrics", null, NOW));
        assertThat(ledger.findRun("run").orElseThrow().alerts()).containsExactlyInAnyOrderElementsOf(ledger.alerts);
    }

    @Test
    void aRuleEndsARunBeforeTheNextGenerationIsMeasured() {
        ledger.record(run(4, ENDS).messages());

        ledger.work(NOW);

        assertThat(ledger.alerts).extracting(CollapseAlert::key).containsExactly("run:2:ratio");
        assertThat(ledger.measures)
                .extracting(measured -> measured.generationKey().generation())
                .containsExactly(0, 1, 2);
        assertThat(ledger.ends)
                .containsExactly(new RunFinished(
                        "run",
                        RunFinished.Status.CANCELLED,
                        "metrics",
                        "ended by rule ratio: perplexityRatio is 1.4 in generation 2, above 1.1 since generation 1",
                        NOW));
        RunView view = ledger.findRun("run").orElseThrow();
        assertThat(view.state()).isEqualTo(RunState.CANCELLED);
        assertThat(view.alerts()).isEqualTo(ledger.alerts);
    }

    @Test
    void aRunWithNoGenerationLeftIsCompletedThoughARuleEndsIt() {
        ledger.record(run(2, ENDS).messages());

        ledger.work(NOW);

        assertThat(ledger.alerts).extracting(CollapseAlert::endsRun).containsExactly(true);
        assertThat(ledger.ends).extracting(RunFinished::status).containsExactly(RunFinished.Status.COMPLETED);
    }

    @Test
    void anAlertThatWasPublishedIsNotRaisedAgainAfterRedisWasEmptied() {
        FakeRun run = run(4, ENDS);
        ledger.record(run.messages());
        ledger.work(NOW);
        List<Object> topics = new ArrayList<>(run.messages());
        topics.addAll(ledger.measures);
        topics.addAll(ledger.alerts);

        REDIS.empty();
        open();
        ledger.record(topics.reversed()); // the end of the run was lost in the crash
        ledger.work(NOW.plus(Duration.ofHours(1)));

        assertThat(ledger.alerts).isEmpty();
        assertThat(ledger.measures).isEmpty();
        assertThat(ledger.ends).extracting(RunFinished::status).containsExactly(RunFinished.Status.CANCELLED);
    }

    @Test
    void anAlertThatGotLostInACrashIsRaisedWithEqualFigures() {
        FakeRun run = run(4, ENDS);
        ledger.record(run.messages());
        ledger.work(NOW);
        CollapseAlert before = ledger.alerts.getFirst();
        List<GenerationMeasured> measured = List.copyOf(ledger.measures);

        REDIS.empty();
        open();
        ledger.record(run.messages());
        ledger.record(measured);
        ledger.work(NOW);

        assertThat(ledger.alerts).containsExactly(before);
        assertThat(ledger.measures).isEmpty();
    }

    @Test
    void aRunThatIsOverIsNotJudgedAnyMore() {
        FakeRun run = run(4, ENDS);
        ledger.record(run.messages());
        ledger.record(new RunFinished("run", RunFinished.Status.CANCELLED, "tailkeeper", null, NOW));

        ledger.work(NOW);

        assertThat(ledger.alerts).isEmpty();
        assertThat(ledger.ends).isEmpty();
    }

    @Test
    void refusesAnAlertOfARuleThatTheRunDoesNotHave() {
        ledger.record(run(4, ENDS).messages());
        ledger.work(NOW);
        CollapseAlert known = ledger.alerts.getFirst();
        CollapseAlert strange = new CollapseAlert(
                known.runId(),
                known.experimentId(),
                known.arm(),
                known.generation(),
                "made-up",
                known.measure(),
                known.condition(),
                known.value(),
                known.threshold(),
                known.generations(),
                known.severity(),
                known.endsRun(),
                known.message(),
                known.at());

        assertThat(ledger.enter(List.of(new LedgerEntry.Alerted(strange))).get(0))
                .hasMessage("alert run:2:made-up: the run has no such rule");
        assertThat(ledger.enter(List.of(new LedgerEntry.Alerted(known)))).isEmpty();
    }
}
