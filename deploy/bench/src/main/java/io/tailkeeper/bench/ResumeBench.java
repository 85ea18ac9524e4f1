package io.tailkeeper.bench;

import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.bench.figures.ResidentMemory;
import io.tailkeeper.languagemodel.ModelDevice;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A training that is killed with SIGKILL at random steps again and again, beside the same training left alone: kills after
 * which the final checkpoint has the same sha256.
 */
final class ResumeBench {

    private static final int STEPS_BETWEEN_STATES = 5;
    private static final int SPARED = 3; // steps at the end, so that every kill finds a training to kill

    private final ModelPreset preset;
    private final int kills;
    private final int steps;

    /** @param steps of the training; a kill falls on one of the next {@code 2 steps / (kills + 1)} */
    ResumeBench(ModelPreset preset, int kills, int steps) {
        this.preset = preset;
        this.kills = kills;
        this.steps = steps;
    }

    BenchResult run(Path folder) throws IOException {
        long begun = System.nanoTime();
        String undisturbed = trained(folder.resolve("undisturbed"));
        double alone = seconds(begun);
        SplittableRandom random = new SplittableRandom(System.nanoTime());
        Path disturbed = folder.resolve("disturbed");
        List<Integer> killedAt = new ArrayList<>();
        int lost = 0;
        while (killedAt.size() < kills) {
            int last = killedAt.isEmpty() ? 0 : killedAt.getLast();
            int room = Math.max(1, 2 * (steps - last) / (kills - killedAt.size() + 1));
            Ended ended = train(disturbed, Math.min(steps - SPARED, last + 1 + random.nextInt(room)));
            if (ended.sha256() != null) {
                throw new IllegalStateException("the training ended before it could be killed for the "
                        + (killedAt.size() + 1) + "th time; give it more --steps");
            }
            killedAt.add(ended.lastStep());
            lost += ended.lastStep() % STEPS_BETWEEN_STATES;
        }
        boolean same = trained(disturbed).equals(undisturbed);
        int survived = same ? kills : 0;
        Map<String, Double> phases = new LinkedHashMap<>();
        phases.put("seconds undisturbed", alone);
        phases.put("seconds with kills", seconds(begun) - alone);
        phases.put("steps done again", (double) lost);
        return new BenchResult(
                "resume",
                settings(killedAt, undisturbed, same),
                survived,
                "kills without a trace",
                kills,
                "kills",
                (double) survived / kills,
                seconds(begun),
                ResidentMemory.peak(),
                phases);
    }

    private Map<String, Object> settings(List<Integer> killedAt, String undisturbed, boolean same) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("preset", preset.word());
        settings.put("steps", steps);
        settings.put("stepsBetweenStates", STEPS_BETWEEN_STATES);
        settings.put("killedAtSteps", killedAt);
        settings.put("sha256", undisturbed);
        settings.put("sameSha256", same);
        return settings;
    }

    /**
     * How a process ended.
     *
     * @param lastStep the last one it told of
     * @param sha256 of the checkpoint; null when it was killed
     */
    private record Ended(int lastStep, @Nullable String sha256) {}

    private String trained(Path folder) throws IOException {
        return Objects.requireNonNull(train(folder, Integer.MAX_VALUE).sha256(), "nobody killed it");
    }

    private Ended train(Path folder, int killAt) throws IOException {
        Path messages = folder.resolveSibling("messages.txt");
        Process process = new ProcessBuilder(command(folder))
                .redirectError(messages.toFile())
                .start();
        int step = 0;
        String sha256 = null;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(ResumeWorker.STEP)) {
                    step = Integer.parseInt(line.substring(ResumeWorker.STEP.length()));
                    if (step >= killAt) {
                        process.toHandle().destroyForcibly(); // SIGKILL; what it had said is still read
                    }
                } else if (line.startsWith(ResumeWorker.SHA256)) {
                    sha256 = line.substring(ResumeWorker.SHA256.length());
                }
            }
        }
        if (sha256 == null && step < killAt) {
            throw new IllegalStateException(
                    "the training process ended by itself after step " + step + ":\n" + Files.readString(messages));
        }
        return new Ended(step, sha256);
    }

    private List<String> command(Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Where the crash of this process would be told of: never in the folder somebody works in.
        command.add(
                "-XX:ErrorFile=" + Path.of(System.getProperty("java.io.tmpdir"), "tailkeeper-resume-%p.hs_err.log"));
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.add("-Dai.djl.offline=true");
        command.add("-Dai.djl.pytorch.num_threads=" + ModelDevice.threads());
        command.add("-Dai.djl.pytorch.num_interop_threads=1");
        command.add("-D" + ModelDevice.PROPERTY + "=" + System.getProperty(ModelDevice.PROPERTY, "auto"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ResumeWorker.class.getName()));
        command.addAll(List.of(folder.toString(), preset.word()));
        command.addAll(List.of(Integer.toString(steps), Integer.toString(STEPS_BETWEEN_STATES)));
        return command;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
