package io.tailkeeper.local.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.AlertMeasure;
import io.tailkeeper.contracts.specification.AlertRule;
import io.tailkeeper.report.Canned;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertNewsTest {

    private static final List<RunRequested> REQUESTS = Canned.requests();

    private static CollapseAlert alert(RunRequested run, int generation) {
        return new CollapseAlert(
                run.runId(),
                run.experimentId(),
                run.arm(),
                generation,
                "coverage",
                AlertMeasure.VOCABULARY_COVERAGE,
                "vocabularyCoverage below 0.9 times generation 0's",
                0.8123,
                0.9,
                2,
                AlertRule.Severity.WARNING,
                false,
                "vocabularyCoverage is 0.8123 times generation 0's in generation " + generation
                        + ", below 0.9 since generation 1",
                Instant.EPOCH);
    }

    private static ExperimentView view(RunRequested run, CollapseAlert... alerts) {
        return new ExperimentView(
                run.experimentId(),
                List.of(new RunView(run, "running", null, List.of(), List.of(), List.of(), List.of(alerts))));
    }

    @Test
    void eachAlertIsToldOnce() {
        AlertNews news = new AlertNews();
        RunRequested run = REQUESTS.get(1);

        assertThat(news.news(REQUESTS, ExperimentView.empty(run.experimentId())))
                .isEmpty();
        assertThat(news.news(REQUESTS, view(run, alert(run, 2)))).hasSize(1);
        assertThat(news.news(REQUESTS, view(run, alert(run, 2)))).isEmpty();
        assertThat(news.news(REQUESTS, view(run, alert(run, 2), alert(run, 5))))
                .singleElement()
                .asString()
                .contains("generation 5");
    }

    @Test
    void aLineHasRoomInEightyColumns() {
        RunRequested run = REQUESTS.get(1);

        String told = new AlertNews().news(REQUESTS, view(run, alert(run, 2))).getFirst();

        assertThat(told.lines()).hasSizeGreaterThan(1).allMatch(line -> line.length() < 80);
        assertThat(told.replace("\n ", ""))
                .isEqualTo("warning alert coverage of " + run.arm()
                        + ": vocabularyCoverage is 0.8123 times generation 0's in generation 2, below 0.9 since"
                        + " generation 1");
    }
}
