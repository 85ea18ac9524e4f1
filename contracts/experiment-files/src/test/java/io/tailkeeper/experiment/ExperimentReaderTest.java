package io.tailkeeper.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.CurationReward;
import io.tailkeeper.contracts.specification.DetectorSpecification;
import io.tailkeeper.contracts.specification.LossSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.StageSpecification;
import io.tailkeeper.contracts.specification.TrainingSpecification;
import io.tailkeeper.contracts.specification.UnlearningSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quickstart",
                "remedies",
                "leaderboard",
                "marathon",
                "unknown-writers",
                "fortifai",
                "drayson",
                "tce",
                "smoke"
            })
    void everyPresetIsValidAndSaysWhatItIsFor(String name) {
        Experiment experiment = ExperimentReader.preset(name, List.of());

        assertThat(experiment.name()).isEqualTo(name);
        assertThat(experiment.description())
                .isEqualTo(Presets.description(name))
                .isNotBlank();
        assertThat(experiment.arms()).isNotEmpty();
    }

    @Test
    void everyPresetFileIsListed() throws Exception {
        Path folder = Path.of(getClass().getResource("/presets/quickstart.yaml").toURI())
                .getParent();
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", "")))
                    .containsExactlyInAnyOrderElementsOf(Presets.NAMES);
        }
    }

    @Test
    void stagesMayBeLeftOutAndSetByName() {
        Experiment named = ExperimentReader.preset("quickstart", List.of());
        assertThat(named.base().stages()).isEqualTo(StageSpecification.DEFAULT);
        assertThat(named.requests("id", Instant.EPOCH)
                        .getFirst()
                        .specification()
                        .stages())
                .as("of the base run too")
                .isEqualTo(StageSpecification.DEFAULT);
        String without = Presets.text("quickstart").replaceAll("(?m)^  stages:.*\\n(    .*\\n)+", "");
        assertThat(without).doesNotContain("stages");
        Experiment absent = ExperimentReader.read("test", without, List.of());
        assertThat(absent.base().stages()).isNull();
        assertThat(absent.base().stagesOrDefault()).isEqualTo(StageSpecification.DEFAULT);
        assertThat(ExperimentReader.preset("quickstart", List.of(Setting.parse("stages.lost-coverage=0.1")))
                        .base()
                        .stagesOrDefault()
                        .lostCoverage())
                .isEqualTo(0.1);
    }

    @Test
    void quickstartComparesFourArmsAtEqualOptimizerTokens() {
        Experiment quickstart = ExperimentReader.preset("quickstart", List.of());

        assertThat(quickstart.arms().keySet()).containsExactly("synthetic-only", "baseline", "protected", "human-only");
        assertThat(quickstart.arms().values())
                .hasSize(4)
                .allSatisfy(arm ->
                        assertThat(arm.training()).isEqualTo(quickstart.base().training()))
                .allSatisfy(arm -> assertThat(arm.generations()).isGreaterThanOrEqualTo(4));
        RunSpecification collapse = quickstart.arms().get("synthetic-only");
        assertThat(collapse.data().humanShare()).isZero();
        assertThat(collapse.data().pooledDocuments(1))
                .isEqualTo(quickstart.arms().get("baseline").data().pooledDocuments(1));
        RunSpecification kept = quickstart.arms().get("protected");
        assertThat(kept.selection().method()).isEqualTo(SelectionSpecification.Method.RESAMPLE);
        assertThat(kept.loss()).isEqualTo(new LossSpecification(LossSpecification.Name.TCE, 0.99));
        assertThat(quickstart.arms().get("human-only").data().syntheticShare()).isZero();
    }

    /** Each row's settings together, as a reader would give them to an arm. */
    @Test
    void everySettingOfTheTableOfRemediesIsRead() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("..", "..", "README.md")).stream()
                .dropWhile(line -> !line.equals("## Remedies"))
                .dropWhile(line -> !line.startsWith("| ---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("| "))
                .toList();
        assertThat(rows).hasSize(17).allSatisfy(row -> {
            List<Setting> settings = new ArrayList<>();
            String group = "";
            for (MatchResult setting : Pattern.compile("`([a-z.-]+)=([^`]+)`")
                    .matcher(row)
                    .results()
                    .toList()) {
                String name = setting.group(1).startsWith(".") ? group + setting.group(1) : setting.group(1);
                group = name.substring(0, name.lastIndexOf('.'));
                settings.add(Setting.parse("arms.baseline." + name + "=" + setting.group(2)));
            }
            Experiment experiment = ExperimentReader.preset("quickstart", settings);
            assertThat(experiment.arms().get("baseline"))
                    .as(row)
                    .isNotEqualTo(ExperimentReader.preset("quickstart", List.of())
                            .arms()
                            .get("baseline"));
        });
    }

    @Test
    void remediesAddTheSingleOnesToTheQuickstart() {
        Experiment remedies = ExperimentReader.preset("remedies", List.of());
        Experiment quickstart = ExperimentReader.preset("quickstart", List.of());

        assertThat(remedies.arms()).containsAllEntriesOf(quickstart.arms()).hasSize(6);
        assertThat(remedies.arms().get("resample-only").loss())
                .isEqualTo(quickstart.base().loss());
        assertThat(remedies.arms().get("tce-only").selection())
                .isEqualTo(quickstart.base().selection());
    }

    @Test
    void arrivingArmsReplaceInheritedOnesThatAreSetToNothing() {
        assertThat(ExperimentReader.preset("tce", List.of()).arms().keySet())
                .containsExactly("ce", "tce-0-99", "tce-0-9", "random-mask-0-9");
    }

    @Test
    void settingsOfTheCommandLineWinOverTheFile() {
        Experiment changed = ExperimentReader.preset(
                "quickstart",
                List.of(
                        Setting.parse("training.learning-rate=1e-3"),
                        Setting.parse("arms.baseline.loss.name=tce"),
                        Setting.parse("selection.method=weight"),
                        Setting.parse("arms.protected.selection.target-human-share=0.8"),
                        Setting.parse("seed=7")));

        assertThat(changed.arms().values())
                .hasSize(4)
                .allSatisfy(arm -> assertThat(arm.training().learningRate()).isEqualTo(1e-3))
                .allSatisfy(arm -> assertThat(arm.selection().method()).isEqualTo(SelectionSpecification.Method.WEIGHT))
                .allSatisfy(arm -> assertThat(arm.seed()).isEqualTo(7));
        assertThat(changed.base().training().learningRate()).isEqualTo(1e-3);
        assertThat(changed.arms().get("baseline").loss().name()).isEqualTo(LossSpecification.Name.TCE);
        assertThat(changed.arms().get("human-only").loss().name()).isEqualTo(LossSpecification.Name.CROSS_ENTROPY);
        assertThat(changed.arms().get("protected").selection().targetHumanShare())
                .isEqualTo(0.8);
    }

    @Test
    void parametersThatAPresetDoesNotNameCanBeSet() {
        Experiment plain = ExperimentReader.preset("quickstart", List.of());
        Experiment changed = ExperimentReader.preset(
                "quickstart",
                List.of(
                        Setting.parse("loss.name=focal"),
                        Setting.parse("loss.focus=3"),
                        Setting.parse("arms.baseline.loss.name=dynamic-tce"),
                        Setting.parse("arms.baseline.loss.divisor=kept-tokens"),
                        Setting.parse("training.gradient-accumulation=4"),
                        Setting.parse("training.weight-decay-growth=0.5"),
                        Setting.parse("training.unlearning.steps=8"),
                        Setting.parse("training.unlearning.bound=7.5"),
                        Setting.parse("training.unlearning.weight=0.5"),
                        Setting.parse("training.unlearning.anchor=0"),
                        Setting.parse("arms.baseline.selection.method=curation"),
                        Setting.parse("arms.baseline.selection.reward=length"),
                        Setting.parse("arms.baseline.detector.calibration=first-generation"),
                        Setting.parse("arms.baseline.detector.auroc-at-most=0.8"),
                        Setting.parse("arms.baseline.foreign-writer=other/model.safetensors"),
                        Setting.parse("training.precision=bf16")));

        assertThat(plain.base().loss().focus()).isNull();
        assertThat(plain.base().loss().divisor()).isNull();
        assertThat(changed.arms().get("human-only").loss())
                .isEqualTo(new LossSpecification(LossSpecification.Name.FOCAL, 0.99, 3.0, null, null, null, null));
        assertThat(changed.arms().get("baseline").loss().name()).isEqualTo(LossSpecification.Name.DYNAMIC_TCE);
        assertThat(changed.arms().get("baseline").loss().divisor()).isEqualTo(LossSpecification.Divisor.KEPT_TOKENS);
        assertThat(changed.base().training().gradientAccumulation()).isEqualTo(4);
        assertThat(plain.base().training().unlearning()).isNull();
        assertThat(changed.base().training().unlearning()).isEqualTo(new UnlearningSpecification(8, 7.5, 0.5, 0));
        assertThat(plain.base().detector()).isNull();
        assertThat(changed.arms().get("baseline").detector())
                .isEqualTo(new DetectorSpecification(DetectorSpecification.Calibration.FIRST_GENERATION, 0.8));
        assertThat(changed.arms().get("baseline").foreignWriter())
                .isEqualTo(Path.of("other/model.safetensors").toAbsolutePath().toString());
        assertThat(changed.arms().get("baseline").selection().reward()).isEqualTo(CurationReward.LENGTH);
        assertThat(changed.base().training().weightDecayOf(2))
                .isEqualTo(2 * plain.base().training().weightDecay());
        assertThat(plain.base().training().precision()).isNull();
        assertThat(changed.base().training().precision()).isEqualTo(TrainingSpecification.Precision.BF16);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            trainin.batch-size=8          | unknown key "trainin"; did you mean "training"?
            training.lerning-rate=1       | unknown key "lerning-rate" in training; did you mean "learning-rate"?
            text.zzzzzz=1                 | unknown key "zzzzzz" in text; allowed are block-tokens, prompt-tokens
            training.learning-rate=fast   | training.learning-rate: "fast" is not a number
            training.batch-size=1.5       | training.batch-size: "1.5" is not a whole number
            training.batch-size=[1]       | training.batch-size: a list is not a single value
            training=4                    | training: "4" is not a group of keys
            model=4                       | model: "4" is not a group of keys
            model=small                   | model: "small" names a model, and only ./tailkeeper run knows names; give the sizes one by one
            training.learning-rate=5      | training.learning-rate: 5.0 is out of range; allowed is more than 0 and at most 1.0
            base-training.batch-size=0    | base-training.batch-size: 0 is out of range; allowed is 1 to 65536
            loss.name=tcee                | loss.name: "tcee" is unknown; did you mean "tce"?
            loss.name=~                   | loss.name is missing
            loss.focus=strong             | loss.focus: "strong" is not a number
            loss.slope=2                  | loss.slope: 2.0 is out of range; allowed is 0.0 to 1.0
            loss.divisor=kept             | loss.divisor: "kept" is unknown; allowed are all-tokens, kept-tokens
            loss.variation-scal=1         | unknown key "variation-scal" in loss; did you mean "variation-scale"?
            training.gradient-accumulation=1.5 | training.gradient-accumulation: "1.5" is not a whole number
            base-training.gradient-accumulation=33 | base-training.gradient-accumulation: 33 is more than the 32 documents of a step; lower it or raise batch-size
            training.precision=fp16       | training.precision: "fp16" is unknown; did you mean "bf16"?
            generations=~                 | generations is missing
            generations=-1                | generations: -1 is out of range; allowed is 0 to 1000
            """)
    void refusedSettingsNameTheSettingAndHowToMendIt(String setting, String message) {
        assertThatThrownBy(() -> ExperimentReader.preset("quickstart", List.of(Setting.parse(setting))))
                .isInstanceOf(ExperimentException.class)
                .hasMessage("preset quickstart: --set " + setting + ": " + message);
    }

    @Test
    void refusedSettingOfOneArmNamesTheArm() {
        assertThatThrownBy(() -> ExperimentReader.preset(
                        "quickstart", List.of(Setting.parse("arms.protected.selection.max-repeats=0"))))
                .hasMessage("preset quickstart: arm protected: --set arms.protected.selection.max-repeats=0:"
                        + " selection.max-repeats: 0 is out of range; allowed is 1 to 100");
        assertThatThrownBy(() ->
                        ExperimentReader.preset("quickstart", List.of(Setting.parse("arms.protectd.loss.name=tce"))))
                .hasMessage(
                        "preset quickstart: --set arms.protectd.loss.name=tce: there is no arm \"protectd\"; did you"
                                + " mean \"protected\"?");
        assertThatThrownBy(() -> ExperimentReader.preset("quickstart", List.of(Setting.parse("arms.protected.seed=1"))))
                .hasMessage("preset quickstart: arm protected: seed differs from the other arms, but all arms share"
                        + " generation 0 and the held-out text; set it under specification");
        assertThatThrownBy(() -> ExperimentReader.preset("quickstart", List.of(Setting.parse("arms.protected=1"))))
                .hasMessage(
                        "preset quickstart: arm protected: --set arms.protected=1 names an arm but no setting of it;"
                                + " write it as --set arms.protected.loss.name=tce");
    }

    @Test
    void settingWithoutValueIsRefused() {
        assertThatThrownBy(() -> Setting.parse("training.batch-size"))
                .hasMessage("--set training.batch-size has no value; write it as key=value, for example"
                        + " --set training.learning-rate=1e-3");
    }

    @Test
    void unknownPresetSuggestsTheNearest() {
        assertThatThrownBy(() -> ExperimentReader.preset("quikstart", List.of()))
                .hasMessage(
                        "unknown preset \"quikstart\"; did you mean \"quickstart\"? ./tailkeeper presets lists them");
        assertThatThrownBy(() -> ExperimentReader.preset("../secrets", List.of()))
                .hasMessage("unknown preset \"../secrets\"; allowed are "
                        + String.join(", ", new TreeSet<>(Presets.NAMES)) + "; ./tailkeeper presets lists them");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            name: mine                                        | specification is missing; it is a group of keys
            'extends: quickstart\nname: Mine'                 | name: "Mine" is not allowed; use 1 to 30 lower-case letters, digits and dashes
            'extends: quikstart'                              | unknown preset "quikstart"; did you mean "quickstart"? ./tailkeeper presets lists them
            'extends: quickstart\narmz: {}'                   | unknown key "armz"; did you mean "arms"?
            'extends: quickstart\narms: {base: {}}'           | arm base: this name is taken by the run that trains generation 0
            'extends: quickstart\narms: {mine: 4}'            | arm mine: "4" is not a group of keys
            'extends: quickstart\narms: {mine: {los: {}}}'    | arm mine: unknown key "los"; did you mean "loss"?
            '- a list'                                        | there are no keys in it; an experiment file has name, specification and arms
            """)
    void refusedFilesSayWhere(String text, String message) {
        assertThatThrownBy(() -> ExperimentReader.read("my.yaml", text.replace("\\n", "\n"), List.of()))
                .isInstanceOf(ExperimentException.class)
                .hasMessage("my.yaml: " + message);
    }

    @Test
    void brokenYamlNamesItsLine() {
        assertThatThrownBy(() -> ExperimentReader.read("my.yaml", "name: a\nspecification: {", List.of()))
                .hasMessageStartingWith("my.yaml: line 2: not valid YAML: ");
    }

    @Test
    void armWithoutOverridesIsThatOfTheSpecification(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("own.yaml"), "extends: smoke\nname: own\narms:\n  plain:\n");

        Experiment own = ExperimentReader.file(file, List.of());

        assertThat(own.arms().get("plain")).isEqualTo(own.base());
    }

    @Test
    void missingFileIsRefused(@TempDir Path folder) {
        Path file = folder.resolve("missing.yaml");

        assertThatThrownBy(() -> ExperimentReader.file(file, List.of()))
                .hasMessage("--spec " + file + " is not a file; give the path of an experiment file"
                        + " (./tailkeeper presets show quickstart prints one to begin with)");
    }

    @Test
    void requestsBeginWithTheBaseRunThatTheArmsAdopt() {
        Experiment smoke = ExperimentReader.preset("smoke", List.of());
        Instant now = Instant.parse("2026-11-21T08:00:00Z");

        List<RunRequested> requests = smoke.requests("smoke-1", now);

        assertThat(requests)
                .extracting(RunRequested::runId)
                .containsExactly("smoke-1-base", "smoke-1-baseline", "smoke-1-protected");
        assertThat(requests.getFirst().specification().generations()).isZero();
        assertThat(requests.getFirst().baseRunId()).isNull();
        assertThat(requests.subList(1, 3))
                .hasSize(2)
                .allSatisfy(arm -> assertThat(arm.baseRunId()).isEqualTo("smoke-1-base"))
                .allSatisfy(arm -> assertThat(arm.specification().generations()).isEqualTo(2));
        assertThat(Set.copyOf(requests)).hasSize(3).allSatisfy(run -> assertThat(run.experimentId())
                .isEqualTo("smoke-1"));
    }

    @Test
    void anArmWhoseLossBeginsInGenerationZeroTrainsItsOwn() {
        Experiment smoke = ExperimentReader.preset(
                "smoke",
                List.of(Setting.parse("arms.protected.loss.from-generation=0"), Setting.parse("training.epochs=2")));

        List<RunRequested> requests = smoke.requests("smoke-1", Instant.EPOCH);

        assertThat(requests).extracting(RunRequested::baseRunId).containsExactly(null, "smoke-1-base", null);
        assertThat(requests.getLast().specification().loss(0).name()).isEqualTo(LossSpecification.Name.TCE);
        assertThat(requests.getLast().specification().training().epochs()).isEqualTo(2);
    }

    @Test
    void armsAdoptWhatTheBaseRunTrainedWithTheirLossAndNothingElse() {
        Experiment smoke = ExperimentReader.preset(
                "smoke",
                List.of(
                        Setting.parse("loss.name=tce"),
                        Setting.parse("loss.from-generation=0"),
                        Setting.parse("arms.baseline.loss.name=cross-entropy")));

        List<RunRequested> requests = smoke.requests("smoke-1", Instant.EPOCH);

        assertThat(requests).extracting(RunRequested::baseRunId).containsExactly(null, null, "smoke-1-base");
        assertThat(requests)
                .extracting(run -> run.specification().loss(0).name())
                .containsExactly(
                        LossSpecification.Name.TCE, LossSpecification.Name.CROSS_ENTROPY, LossSpecification.Name.TCE);
    }

    @Test
    void aFileThatIsNoTextIsToldSo(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("model.bin");
        Files.write(file, new byte[] {'n', 'a', 'm', 'e', ':', ' ', (byte) 0xC3, (byte) 0xBC, (byte) 0xFF, 'x'});
        assertThatThrownBy(() -> ExperimentReader.file(file, List.of()))
                .isInstanceOf(ExperimentException.class)
                .hasMessage("--spec " + file + " is not UTF-8 text from byte 8 on; give a text file, and save one of"
                        + " another encoding as UTF-8");
        Files.write(file, new byte[] {'a', (byte) 0xC3});
        assertThatThrownBy(() -> ExperimentReader.file(file, List.of())).hasMessageContaining("from byte 1 on");
        Files.write(file, new byte[] {(byte) 0xC3, (byte) 0xBC, 0, 0});
        assertThatThrownBy(() -> ExperimentReader.file(file, List.of())).hasMessageContaining("from byte 2 on");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("spec.yaml"), "\uFEFFextends: smoke\nname: mine\n");
        assertThat(ExperimentReader.file(file, List.of()).name()).isEqualTo("mine");
    }

    @Test
    void faultsOfYamlAreToldInOneLineWithoutALibrarysWords() {
        for (String text : List.of("a: [", "a: b: c", "\ta: 1", "{".repeat(2000), "a: " + "[".repeat(2000), "a: \"x")) {
            assertThatThrownBy(() -> ExperimentReader.read("mine.yaml", text, List.of()))
                    .isInstanceOf(ExperimentException.class)
                    .hasMessageStartingWith("mine.yaml: ")
                    .hasMessageContaining("not valid YAML: ")
                    .hasMessageNotContainingAny("Source", "StreamRead", "reader", "while", "\n", "snakeyaml");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generations=100000000000 | generations: 100000000000 is out of range; allowed is 0 to 1000",
                "generations=-3000000000  | generations: -3000000000 is out of range; allowed is 0 to 1000",
                "data.test-documents=9999999999 | data.test-documents: 9999999999 is out of range; allowed is",
                "seed=99999999999999999999 | seed: 99999999999999999999 is out of range; allowed is -9223372036854775808 to",
                "generations=1.5 | generations: \"1.5\" is not a whole number",
            })
    void numbersThatAreTooLargeAreToldTheRangeThatIsAllowed(String setting, String message) {
        assertThatThrownBy(() -> ExperimentReader.preset("smoke", List.of(Setting.parse(setting))))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("--set " + setting + ": " + message);
    }

    @Test
    void aSettingWithoutAName() {
        assertThatThrownBy(() -> Setting.parse("=3"))
                .hasMessageStartingWith("--set =3 has no name before the =; write it as key=value");
        assertThatThrownBy(() -> Setting.parse(" =3")).hasMessageContaining("has no name before the =");
        assertThatThrownBy(() -> Setting.parse("seed")).hasMessageStartingWith("--set seed has no value; write it as");
    }
}
