package io.tailkeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The packaged service, killed and started again, alone and beside another instance. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MetricsKillIT {

    @RegisterExtension
    final MetricsInstallation installation = new MetricsInstallation();

    @Test
    void aRestartReadsAndPublishesNothingAgain() {
        MetricsProcess first = installation.readyInstance();
        IntStream.range(0, 5).forEach(number -> installation.publish("run-" + number));
        IntStream.range(0, 5).forEach(number -> MetricsInstallation.awaitEnd(first, "run-" + number));
        String before = first.get("/api/runs").body();
        assertThat(first.recordsRead()).isGreaterThan(1_000);
        await().atMost(MetricsInstallation.PATIENCE)
                .untilAsserted(() -> assertThat(installation.kafka().committed("metrics"))
                        .isEqualTo(installation.kafka().ends()));
        first.kill();

        MetricsProcess second = installation.readyInstance();

        assertThat(second.get("/api/runs").body()).isEqualTo(before);
        assertThat(second.recordsRead()).isZero();
        assertThat(installation.measures("run-0")).hasSize(2);
        assertThat(installation.kafka().all(Topics.RUNS_FINISHED.name())).hasSize(5);
    }

    @Test
    void killedAgainAndAgainItMeasuresAsIfNothingHadHappened() {
        MetricsProcess victim = installation.readyInstance();
        installation.publish("undisturbed");
        MetricsInstallation.awaitEnd(victim, "undisturbed");
        Random random = new Random(7);
        List<Object> messages = MetricsInstallation.run("disturbed").messages();
        for (int from = 0; from < messages.size(); from += 60) {
            installation.kafka().publish(messages.subList(from, Math.min(messages.size(), from + 60)));
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(3_000)).toNanos());
            victim.kill();
            victim = installation.instance();
        }

        MetricsInstallation.awaitEnd(victim, "disturbed");

        assertThat(installation.distinctMeasures("disturbed"))
                .isEqualTo(installation.distinctMeasures("undisturbed"))
                .hasSize(2);
    }

    @Tag("long")
    @Test
    void twoInstancesShareTheWorkAndEitherMayBeKilled() {
        MetricsProcess first = installation.readyInstance();
        MetricsProcess second = installation.readyInstance();
        List<Object> messages = MetricsInstallation.run("shared").messages();
        installation.publish("alone");
        MetricsInstallation.awaitEnd(second, "alone");
        installation.kafka().publish(messages.subList(0, 150));
        await().atMost(MetricsInstallation.PATIENCE)
                .until(() -> second.get("/api/runs/shared").status() == 200);

        first.kill();
        installation.kafka().publish(messages.subList(150, 300));
        MetricsProcess third = installation.readyInstance();
        second.kill();
        installation.kafka().publish(messages.subList(300, messages.size()));

        MetricsInstallation.awaitEnd(third, "shared");
        assertThat(installation.distinctMeasures("shared"))
                .isEqualTo(installation.distinctMeasures("alone"))
                .hasSize(2);
    }

    @Tag("long")
    @Test
    void instancesAndRedisMayGoInAnyOrder() {
        Random random = new Random(11);
        MetricsProcess[] pair = {installation.readyInstance(), installation.instance()};
        installation.publish("undisturbed");
        MetricsInstallation.awaitEnd(pair[0], "undisturbed");
        List<Object> messages = MetricsInstallation.run("disturbed").messages();
        int part = messages.size() / 8;
        for (int event = 0; event < 8; event++) {
            int end = event == 7 ? messages.size() : (event + 1) * part;
            installation.kafka().publish(messages.subList(event * part, end));
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(3_000)).toNanos());
            int victim = random.nextInt(3);
            if (victim == 2) {
                installation.restartRedis();
            } else {
                pair[victim].kill();
                pair[victim] = installation.instance();
            }
        }

        MetricsInstallation.awaitEnd(pair[0], "disturbed");
        MetricsInstallation.awaitEnd(pair[1], "disturbed");

        assertThat(installation.distinctMeasures("disturbed"))
                .isEqualTo(installation.distinctMeasures("undisturbed"))
                .hasSize(2);
    }
}
