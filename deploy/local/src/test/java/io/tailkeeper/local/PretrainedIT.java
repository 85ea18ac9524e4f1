package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.HuggingFaceFolder;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Models;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.local.experiment.Experiment;
import io.tailkeeper.local.experiment.ExperimentReader;
import io.tailkeeper.local.experiment.Setting;
import io.tailkeeper.local.follow.ExperimentView;
import io.tailkeeper.local.follow.Follower;
import io.tailkeeper.local.follow.RunPublisher;
import io.tailkeeper.local.progress.Display;
import io.tailkeeper.local.report.ArmReport;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.Stack;
import io.tailkeeper.local.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Models of another program's folders go through the whole loop: read, trained, written with, read again. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PretrainedIT {

    static final List<ModelConfig> FAMILIES = List.of(
            new ModelConfig(1, 2, 32, 64, 512, new Family.Gpt2(Family.Gelu.TANH, 1e-5)),
            new ModelConfig(1, 4, 32, 64, 512, new Family.Llama(2, 8, 48, 10_000, 1e-5, false)));

    @TempDir
    static Path folder;

    private static Stack stack;

    @BeforeAll
    static void start() {
        Path repository = Path.of(System.getProperty(Tailkeeper.HOME));
        stack = new Stack(
                new RunDirectory(folder.resolve("stack")), repository, StackOptions.on("cpu"), System.out::println);
        stack.start();
    }

    @AfterAll
    static void close() {
        stack.close();
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void aFolderOfHuggingFaceIsTheBaseOfARun(ModelConfig config) throws Exception {
        String name = config.family().getClass().getSimpleName().toLowerCase(Locale.ROOT);
        Path model = folder.resolve(name);
        try (LanguageModel made = LanguageModel.initialise(config, 3)) {
            HuggingFaceFolder.write(model, made, Tokenizer.ofGpt2Ranks(512));
        }
        Experiment experiment = ExperimentReader.preset(
                "smoke", List.of(Setting.parse("generations=1"), Setting.parse("model=" + model)));

        run(name, experiment);

        List<Path> checkpoints = checkpoints(name);
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

    private static void run(String experimentId, Experiment experiment) throws InterruptedException {
        List<RunRequested> requests = experiment.requests(experimentId, Instant.now());
        RunPublisher.publish(stack.bootstrapServers(), requests);
        Follower follower = new Follower(stack, new Told(), InstantSource.system());
        assertThat(follower.follow(experimentId, requests)).isEmpty();
        assertThat(requests).allSatisfy(request -> {
            ArmReport run =
                    ArmReport.of(request, follower.view().run(request.runId()).orElseThrow());
            assertThat(run.completed()).as(run.runId() + " " + run.reason()).isTrue();
        });
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
