package io.tailkeeper.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.KafkaException;

/** Judges a detector and says so. The launcher starts it in a process of its own. */
public final class Conformance {

    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMdd-HHmmss");

    private Conformance() {}

    /**
     * Judges.
     *
     * @param arguments {@code name=value}: bootstrap, detector, timeout in seconds, restart-command, data, output
     */
    public static void main(String[] arguments) throws IOException {
        System.exit(run(System.out, System.err, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) throws IOException {
        try {
            ConformanceSettings settings = ConformanceSettings.parse(arguments);
            return judge(settings, settings.restartCommand().map(Restart::byCommand), out) ? PASSED : FAILED;
        } catch (ConformanceException e) {
            err.println("tailkeeper: " + e.getMessage());
            return USAGE;
        } catch (KafkaException | IllegalStateException e) {
            err.println("tailkeeper: the brokers were lost in the middle: " + e.getMessage());
            return FAILED;
        }
    }

    /** Whether the detector conforms. */
    static boolean judge(ConformanceSettings settings, Optional<Restart> restart, PrintStream out) throws IOException {
        Optional<LabelledTexts> texts = QualityCheck.texts(settings.data());
        Verdict verdict;
        String runId = runId();
        try (Trial trial = new Trial(settings, runId)) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(trial::end, "end")); // for Ctrl-C; else there is nothing left
            out.println("conformance of detector " + settings.detectorId() + " at " + settings.bootstrapServers()
                    + ", runs " + runId + "-*");
            DetectorTrial detector = new DetectorTrial(trial, restart, texts, result -> {
                out.println(Verdict.line(result));
                out.flush();
            });
            verdict = new Verdict(settings.detectorId(), detector.run());
        }
        out.println(verdict.sentence());
        if (settings.output().isPresent()) {
            JUnitXml.write(verdict, settings.output().get());
        }
        return verdict.conforms();
    }

    private static String runId() {
        return "conformance-" + LocalDateTime.now(ZoneId.systemDefault()).format(TIME) + "-"
                + Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36, 36 * 36 * 36), 36);
    }
}
