package io.tailkeeper.conformance;

import io.tailkeeper.conformance.verdict.JUnitXml;
import io.tailkeeper.conformance.verdict.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Judges a detector and says so. */
final class Conformance {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMdd-HHmmss");

    private Conformance() {}

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
