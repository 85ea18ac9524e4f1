package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.djl.ndarray.NDArray;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentReader;
import io.tailkeeper.experiment.Setting;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.huggingface.HuggingFaceFolder;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.local.follow.Follower;
import io.tailkeeper.local.follow.RunPublisher;
import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.Stack;
import io.tailkeeper.local.stack.StackOptions;
import io.tailkeeper.pretrained.classifier.TinyClassifier;
import io.tailkeeper.report.ArmReport;
import io.tailkeeper.report.DetectorTable;
import io.tailkeeper.report.view.DetectorView;
import io.tailkeeper.report.view.Display;
import io.tailkeeper.report.view.ExperimentView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Models of other programs' folders go through the whole loop: language models are read, trained, written with and read
 * again, a classifier selects.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PretrainedIT {

    static final List<ModelConfig> FAMILIES = List.of(
            new ModelConfig(1, 2, 32, 64, 512, new Family.Gpt2(Family.Gelu.TANH, 1e-5)),
            new ModelConfig(1, 4, 32, 64, 512, new Family.Llama(2, 8, 48, 10_000, 1e-5, false)));

    /** A detector that does not decide may be behind by all that its run had. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Frequent in the corpus, and rare in what a model of one small layer makes of it. */
    private static final List<String> HUMAN = List.of(
            "a", "of", "the", "or", "in", "to", "and", "with", "for", "that", "by", "an", "is", "on", "as", "it");

    private static final List<String> LETTERS = List.of("bcdefghjklmnopqr".split(""));

    @TempDir
    static Path folder;

    private static Stack stack;

    @BeforeAll
    static void start() throws IOException {
        Path repository = Path.of(System.getProperty(Running.HOME));
        StackOptions options = new StackOptions("cpu", List.of("encoder", "tiny=" + trainedClassifier()), Map.of())
                .reading(List.of(folder));
        stack = new Stack(new RunDirectory(folder.resolve("stack")), repository, options, System.out::println);
        stack.start();
    }

    /** What a person does with a classifier from elsewhere. */
    private static Path trainedClassifier() throws IOException {
        Path model = TinyClassifier.of(2).write(folder.resolve("classifier"), words(), "human", "machine");
        Path texts = folder.resolve("texts.jsonl");
        Path detector = folder.resolve("detector");
        Files.write(
                texts, IntStream.range(0, 800).mapToObj(PretrainedIT::labelled).toList());
        String[] train = {
            "detector", "train", "--kind", "classifier", "--set", "model=" + model, "--set", "machine-label=machine"
        };
        String[] files = {"--least-words", "1", "--data", texts.toString(), "--output", detector.toString()};
        assertThat(Tailkeeper.commandLine()
                        .execute(Stream.of(train, files).flatMap(Stream::of).toArray(String[]::new)))
                .isZero();
        return detector;
    }

    /** People's words have the tokens that speak most for a human, lone letters those that speak most against. */
    private static Map<String, Integer> words() {
        Comparator<Integer> machine = Comparator.comparingDouble(token -> {
            double[] logits = TinyClassifier.of(2).logits(token);
            return logits[1] - logits[0];
        });
        List<Integer> tokens = IntStream.range(3, TinyClassifier.VOCABULARY)
                .boxed()
                .sorted(machine)
                .toList();
        Map<String, Integer> words = new HashMap<>();
        for (int i = 0; i < HUMAN.size(); i++) {
            words.put(HUMAN.get(i), tokens.get(i));
            words.put(LETTERS.get(i), tokens.get(tokens.size() - 1 - i));
        }
        return words;
    }

    private static String labelled(int index) {
        boolean machine = index % 2 == 1;
        List<String> words = machine ? LETTERS : HUMAN;
        String text = IntStream.range(index, index + 8)
                .mapToObj(i -> words.get(i % words.size()))
                .collect(Collectors.joining(" "));
        return "{\"origin\": \"%d\", \"text\": \"%s\", \"label\": \"%s\"}"
                .formatted(index / 2, text, machine ? "machine" : "human");
    }

    @Tag("long")
    @ParameterizedTest
    @FieldSource("FAMILIES")
    void aFolderOfHuggingFaceIsTheBaseOfARun(ModelConfig config) throws Exception {
        String name = config.family().getClass().getSimpleName().toLowerCase(Locale.ROOT);
        Path model = written(config, name);
        Experiment experiment = ExperimentReader.preset(
                "smoke", List.of(Setting.parse("generations=1"), Setting.parse("model=" + model)));

        completed(name, experiment);

        startedFrom(model, config, checkpoints(name));
    }

    private static Path written(ModelConfig config, String name) throws IOException {
        Path model = folder.resolve(name);
        try (LanguageModel made = Models.initialise(config, 3)) {
            HuggingFaceFolder.write(model, made, Gpt2RanksTokenizer.of(512));
        }
        return model;
    }

    private static void startedFrom(Path model, ModelConfig config, List<Path> checkpoints) throws IOException {
        assertThat(checkpoints).hasSize(3);
        for (Path checkpoint : checkpoints) {
            try (PretrainedModel trained = Models.open(checkpoint);
                    PretrainedModel base = Models.open(model)) {
                assertThat(trained.model().config()).isEqualTo(config);
                assertThat(trained.tokenizer().fingerprint())
                        .isEqualTo(base.tokenizer().fingerprint());
                assertThat(distance(trained.model(), base.model())).isBetween(1e-3, 10.0);
            }
        }
    }

    @Test
    void aClassifierOfHuggingFaceSelectsForARunWhoseBaseIsOneToo() throws Exception {
        ModelConfig config = FAMILIES.getFirst();
        Path model = written(config, "base");
        List<Setting> settings = List.of(
                Setting.parse("generations=1"),
                Setting.parse("model=" + model),
                Setting.parse("selection.detector-id=tiny"));

        List<RunRequested> requests = completed("classified", ExperimentReader.preset("smoke", settings));

        startedFrom(model, config, checkpoints("classified"));

        List<DetectorView> deciding = reports("classified", requests).stream()
                .flatMap(run -> run.detectors().stream())
                .filter(DetectorView::deciding)
                .toList();
        assertThat(deciding).hasSize(2).allSatisfy(detector -> {
            assertThat(detector.detectorId()).isEqualTo("tiny");
            assertThat(detector.calibration().usable()).isTrue();
            assertThat(detector.figures().quality().auroc()).isBetween(0.6, 1.0);
        });
        await("the encoder, which does not decide and may judge last")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(DetectorTable.lines(reports("classified", requests), 200))
                        .anySatisfy(line -> assertThat(line).contains("tiny")));
    }

    private static List<RunRequested> completed(String experimentId, Experiment experiment)
            throws InterruptedException {
        List<RunRequested> requests = experiment.requests(experimentId, Instant.now());
        RunPublisher.publish(stack.kafka(), requests);
        assertThat(reports(experimentId, requests)).hasSameSizeAs(requests).allSatisfy(run -> assertThat(
                        run.completed())
                .as(run.runId() + " " + run.reason())
                .isTrue());
        return requests;
    }

    /** What is known of runs, once they are over. */
    private static List<ArmReport> reports(String experimentId, List<RunRequested> requests)
            throws InterruptedException {
        Follower follower = new Follower(stack, new Told(), InstantSource.system());
        assertThat(follower.follow(experimentId, requests)).isEmpty();
        return requests.stream()
                .map(request -> ArmReport.of(
                        request, follower.view().run(request.runId()).orElseThrow()))
                .toList();
    }

    /** Root mean square of what training changed, over that of the weights. */
    private static double distance(LanguageModel trained, LanguageModel base) {
        double changed = 0;
        double all = 0;
        for (var weight : base.parameters().entrySet()) {
            try (NDArray difference = weight.getValue().sub(trained.parameters().get(weight.getKey()))) {
                changed += Math.pow(difference.norm().getFloat(), 2);
                all += Math.pow(weight.getValue().norm().getFloat(), 2);
            }
        }
        return Math.sqrt(changed / all);
    }

    /** The folders of all checkpoints of an experiment. */
    private static List<Path> checkpoints(String experimentId) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("stack"))) {
            return files.filter(file -> file.endsWith("config.json"))
                    .map(Path::getParent)
                    .filter(generation ->
                            generation.getParent().getFileName().toString().startsWith(experimentId))
                    .toList();
        }
    }

    private static final class Told implements Display {

        @Override
        public void event(String message) {
            System.out.println(message);
        }

        @Override
        public void show(ExperimentView view) {}

        @Override
        public void close() {}
    }
}
