package io.tailkeeper.local.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.report.Canned;
import io.tailkeeper.report.SeveralSeeds;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.ExperimentView.GenerationProgress;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowTest {

    @Test
    void countersAreAddedUpOverRestarts() {
        ServiceCounters counters = new ServiceCounters();

        counters.add("# HELP x\ntailkeeper_trainer_tokens_total 100.0\ntailkeeper_trainer_busy_seconds_total 5.0\n");
        counters.add(
                "tailkeeper_trainer_tokens_total{run=\"a\"} 120.0\ntailkeeper_trainer_tokens_total{run=\"b\"} 30.0\n");
        counters.add("tailkeeper_trainer_tokens_total 40.0\n");

        assertThat(counters.sum("tailkeeper_trainer_tokens")).isEqualTo(190);
        assertThat(counters.sum("tailkeeper_trainer_busy_seconds")).isEqualTo(5);
        assertThat(counters.sum("tailkeeper_generator_tokens")).isZero();
    }

    @Test
    void theTrainersDeviceIsALabel() {
        ServiceCounters counters = new ServiceCounters();
        counters.add("tailkeeper_trainer_tokens_total 100.0\n");
        assertThat(counters.devices()).isEmpty();
        counters.add("tailkeeper_trainer_device{device=\"cuda:1\"} 1.0\ntailkeeper_trainer_tokens_total 1.0\n");
        counters.add("tailkeeper_trainer_device{device=\"cuda:1\",service=\"trainer\"} 1.0\n");
        assertThat(counters.devices()).containsExactly("cuda:1");
    }

    @Test
    void aFailureIsToldAtOnceAndOnce() {
        List<RunRequested> requests = Canned.requests();
        Failures failures = new Failures();
        ExperimentView one = ended("too small", List.of(requests.get(1)));

        assertThat(failures.news(requests, ExperimentView.empty("quickstart-1")))
                .isEmpty();
        assertThat(failures.news(requests, one)).containsExactly(requests.get(1).arm() + " failed: too small");
        assertThat(failures.news(requests, one)).isEmpty();
        assertThat(failures.news(requests, ended("too small", requests.subList(1, 3))))
                .containsExactly(requests.get(2).arm() + " failed for the same reason");
        assertThat(failures.news(requests, Canned.view())).isEmpty();
    }

    @Test
    void waitsForNothingOnceNoArmCanGoOn() {
        List<RunRequested> requests = Canned.requests();
        RunRequested base = requests.getFirst();
        List<RunRequested> arms = requests.subList(1, requests.size());

        assertThat(Failures.hindrance(requests, Canned.view())).isEmpty();
        assertThat(Failures.hindrance(requests, ended("too small", arms.subList(1, arms.size()))))
                .isEmpty();
        assertThat(Failures.hindrance(requests, ended("too small", arms))).contains("no arm is left that could go on");
        assertThat(Failures.hindrance(List.of(base), ExperimentView.empty("quickstart-1")))
                .isEmpty();
        assertThat(Failures.hindrance(requests, ended("disk full", List.of(base))))
                .contains("the base run failed: disk full");
    }

    @Test
    void aSeedWhoseBaseRunFailedLeavesTheOthersGoingOn() {
        List<RunRequested> requests = SeveralSeeds.requests();
        List<RunRequested> bases =
                requests.stream().filter(run -> run.baseRunId() == null).toList();

        assertThat(Failures.hindrance(requests, ended("too small", bases.subList(1, 2))))
                .isEmpty();
        assertThat(Failures.hindrance(requests, ended("too small", bases))).contains("the base run failed: too small");
        assertThat(new Failures().news(requests, ended("too small", bases.subList(1, 2))))
                .containsExactly("base seed 43 failed: too small");
    }

    @Test
    void whatEndedBeforeAnyTextWasCollectedWasRefused() {
        List<RunRequested> requests = Canned.requests();
        List<RunRequested> arms = requests.subList(1, requests.size());

        assertThat(Failures.refused(requests, ended("too small", requests.subList(0, 1))))
                .isTrue();
        assertThat(Failures.refused(requests, ended("too small", arms))).isTrue();
        assertThat(Failures.refused(requests, ended("too small", arms.subList(1, arms.size()))))
                .as("an arm goes on")
                .isFalse();
        assertThat(Failures.refused(requests, Canned.view())).isFalse();
        assertThat(Failures.refused(requests, with(ended("broke", arms), progress(0))))
                .isTrue();
        assertThat(Failures.refused(requests, with(ended("broke", arms), progress(3))))
                .isFalse();
        assertThat(Failures.refused(requests, endedBy("trainer", "diverged", arms)))
                .isFalse();
    }

    private static GenerationProgress progress(int collected) {
        return new GenerationProgress(0, collected, 10, 0, 0, false, 0, null, 0, 0, null, null);
    }

    private static ExperimentView with(ExperimentView view, GenerationProgress progress) {
        return new ExperimentView(
                view.experimentId(),
                view.runs().stream()
                        .map(run -> new RunView(
                                run.run(), run.state(), run.finished(), List.of(progress), List.of(), List.of()))
                        .toList());
    }

    private static ExperimentView ended(String reason, List<RunRequested> runs) {
        return endedBy("generator", reason, runs);
    }

    private static ExperimentView endedBy(String service, String reason, List<RunRequested> runs) {
        return new ExperimentView(
                "quickstart-1",
                runs.stream()
                        .map(run -> new RunView(
                                run,
                                "failed",
                                new RunFinished(run.runId(), RunFinished.Status.FAILED, service, reason, Instant.EPOCH),
                                List.of(),
                                List.of(),
                                List.of()))
                        .toList());
    }

    @Test
    void asksTheMetricsServiceAndTakesItsRestartsAsNothingNew() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/api/experiments/known", exchange -> {
            byte[] body = "{\"experimentId\":\"known\",\"runs\":[],\"new\":1}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        ExperimentClient client = new ExperimentClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        try {
            assertThat(client.find("known")).contains(ExperimentView.empty("known"));
            assertThat(client.find("unknown")).isEmpty();
        } finally {
            server.stop(0);
        }
        assertThat(client.find("known")).isEmpty();
    }

    @Test
    void answerThatIsNotUnderstoodIsNoSilence() throws IOException {
        assertThatThrownBy(() -> ExperimentClient.read("{\"runs\":4}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the metrics service answers what the launcher does not understand: ");
    }
}
