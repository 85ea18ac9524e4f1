package io.tailkeeper.local.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.local.remote.RemoteInstallation;
import io.tailkeeper.local.stack.Installation;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.StackOptions;
import io.tailkeeper.process.ChildStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sessions do when nothing was started, or somebody stops them. SmokeIT and InstallationIT have whole ones. */
class SessionTest {

    @TempDir
    Path folder;

    private final List<String> events = new ArrayList<>();

    @Test
    void oneThatIsStoppedBeforeItWasUpSaysThatNothingWasRun() {
        try (Running running =
                new Running(new RunDirectory(folder.resolve("run")), StackOptions.on("cpu"), events::add)) {
            running.beforeStop(() -> events.add("reported"));

            running.stop(events::add);

            assertThat(running.installation()).isSameAs(running.stack());
            assertThat(running.installation().shared()).isFalse();
            assertThat(events)
                    .containsExactly("stopping", "reported", "stopped before everything was up; nothing was run");
        }
    }

    @Test
    void oneOnAnInstallationThatIsThereLeavesItsRunsAlone() {
        RemoteInstallation installation = RemoteInstallation.of("127.0.0.1:1", "http://127.0.0.1:1");
        try (Connected connected = new Connected(installation, events::add)) {
            connected.beforeStop(() -> events.add("reported"));

            connected.leave(events::add);

            assertThat(events).hasSize(2).first().asString().startsWith("the runs go on without this command; ");
            assertThat(events).last().isEqualTo("reported");
        }
    }

    @Test
    void aFolderThatHoldsSomethingIsNotTakenForAnother() throws IOException {
        Files.writeString(folder.resolve("report.json"), "{}");

        assertThatThrownBy(() -> Running.unused(folder))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is not empty");
        assertThat(Running.unused(folder.resolve("new")).root()).isEqualTo(folder.resolve("new"));
    }

    @Test
    void whatKeepsAnInstallationFromGoingOnIsWaitedFor() throws InterruptedException {
        assertThat(Running.untilFailure(new Failing(new ArrayList<>(List.of("", "kafka is gone")))))
                .isEqualTo("kafka is gone");
    }

    /** One that fails when it is asked for the second time. */
    private record Failing(List<String> answers) implements Installation {

        @Override
        public Map<String, Object> kafka() {
            return Map.of();
        }

        @Override
        public URI api() {
            return URI.create("http://127.0.0.1:1");
        }

        @Override
        public List<URI> services() {
            return List.of();
        }

        @Override
        public Optional<String> failure() {
            String answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
            return Optional.of(answer).filter(said -> !said.isEmpty());
        }

        @Override
        public List<ChildStatus> children() {
            return List.of();
        }

        @Override
        public boolean shared() {
            return false;
        }

        @Override
        public String hint() {
            return "";
        }
    }
}
