package io.tailkeeper.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    Path folder;

    @Test
    void showsWhatWasSaidAndNotWhereInTheCode() throws IOException {
        Path log = folder.resolve("trainer.log");
        Files.writeString(
                log,
                """
                12:00 INFO began
                12:01 ERROR ended: it broke
                \tat io.tailkeeper.A.b(A.java:1)
                \tat io.tailkeeper.C.<init>(Unknown Source)
                Caused by: device cuda:0 is not there
                \tat io.tailkeeper.D.e(D.java:2)
                \t... 9 more

                """);

        assertThat(LogTail.of(log))
                .isEqualTo(
                        "last lines of " + log
                                + """
                :
                    12:00 INFO began
                    12:01 ERROR ended: it broke
                    Caused by: device cuda:0 is not there""");
        Files.writeString(log, "x\n".repeat(40));
        assertThat(LogTail.of(log).lines()).hasSize(16);
    }

    @Test
    void anEmptyOrMissingLogIsCalledEmpty() {
        Path log = folder.resolve("none.log");
        assertThat(LogTail.of(log)).isEqualTo(log + " is empty");
    }

    @Test
    void theInnermostCauseIsToldWhereItIsForPeople() throws IOException {
        Path log = folder.resolve("generator.log");
        Files.writeString(
                log,
                """
                12:01 ERROR failed: java.lang.RuntimeException: Failed to start quarkus
                \tat io.quarkus.runner.ApplicationImpl.doStart(Unknown Source)
                Caused by: jakarta.enterprise.inject.spi.DefinitionException: java.lang.IllegalArgumentException: no
                \tat io.quarkus.Some.thing(Some.java:1)
                Caused by: java.lang.IllegalArgumentException: device cuda:0 is not there; choose another
                \tat io.tailkeeper.Some.thing(Some.java:2)
                \t... 7 more
                """);
        assertThat(LogTail.of(log)).isEqualTo("device cuda:0 is not there; choose another (" + log + " says more)");

        Files.writeString(log, "failed\nCaused by: io.tailkeeper.detector.DetectorException: linear.bin is damaged\n");
        assertThat(LogTail.of(log)).isEqualTo("linear.bin is damaged (" + log + " says more)");

        Files.writeString(
                log,
                """
                Caused by: java.lang.IllegalStateException: an earlier one
                Caused by: java.lang.NullPointerException: null
                """);
        assertThat(LogTail.of(log)).startsWith("last lines of " + log);
    }

    @Test
    void aLogOfJsonIsReadAsOneForPeople() throws IOException {
        Path log = folder.resolve("metrics.log");
        Files.writeString(
                log,
                """
                WARNING: of the JVM
                {"timestamp":"12:00","level":"INFO","message":"began","service":"metrics"}
                {"timestamp":"12:01","level":"ERROR","message":"ended","stackTrace":"it broke\\n\\tat io.A.b(A.java:1)\\n"}
                {"half":
                {"other": 1}
                """);
        assertThat(LogTail.of(log))
                .isEqualTo(
                        "last lines of " + log
                                + """
                :
                    WARNING: of the JVM
                    12:00 INFO began
                    12:01 ERROR ended
                    it broke
                    {"half":
                    {"other": 1}""");

        Files.writeString(
                log,
                """
                {"timestamp":"12:01","level":"ERROR","message":"Failed","stackTrace":": java.lang.RuntimeException\\n\\tat \
                io.A.b(A.java:1)\\nCaused by: java.lang.IllegalStateException: another trainer uses it\\n\\tat io.C.d(C.java:1)"}
                """);
        assertThat(LogTail.of(log)).isEqualTo("another trainer uses it (" + log + " says more)");
    }
}
