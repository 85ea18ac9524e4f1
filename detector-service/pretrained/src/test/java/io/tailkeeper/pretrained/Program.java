package io.tailkeeper.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.detector.program.DetectorProgram;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The detector program as it is run from a command line. */
public final class Program {

    private Program() {}

    /** One line of labelled texts. */
    public static String line(String text, boolean machineWritten, int origin) {
        return String.format(
                Locale.ROOT,
                "{\"text\": \"%s\", \"label\": \"%s\", \"source\": \"drawn\", \"origin\": \"%d\"}%n",
                text,
                machineWritten ? "machine" : "human",
                origin);
    }

    /** Runs a command that must succeed. */
    public static void run(Object... arguments) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = run(errors, arguments);
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isZero();
    }

    /** Runs a command that must be refused in one line. */
    public static void refused(List<String> reasons, Object... arguments) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        assertThat(run(errors, arguments)).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).hasLineCount(1).contains(reasons);
    }

    private static int run(ByteArrayOutputStream errors, Object... arguments) {
        return DetectorProgram.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8))
                .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }
}
