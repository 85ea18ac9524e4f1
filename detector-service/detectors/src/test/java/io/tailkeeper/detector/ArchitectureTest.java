package io.tailkeeper.detector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.detector";
    private static final String MEASURES = "io.tailkeeper.measures";
    private static final JavaClasses CLASSES = ArchitectureRules.productionClasses(ROOT);

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(ROOT);
    }

    @Test
    void whatEveryDetectorStandsOnIsPlain() {
        ArchitectureRules.domainIsPlain(ROOT + ".text", ROOT).check(CLASSES);
        ArchitectureRules.domainIsPlain(ROOT + ".calibration", ROOT, ROOT + ".text", MEASURES)
                .check(CLASSES);
        ArchitectureRules.domainIsPlain(ROOT + ".features", ROOT, ROOT + ".text", ROOT + ".calibration")
                .check(CLASSES);
    }

    @Test
    void runsAreKeptWithoutAnyDetectorInParticular() {
        ArchitectureRules.domainIsPlain(
                        ROOT + ".run", ROOT, ROOT + ".text", ROOT + ".calibration", ROOT + ".features", ROOT + ".mauve")
                .check(CLASSES);
    }

    @Test
    void onlyTheEncoderKnowsItsRuntime() {
        onlyIn("onnx", "another runtime replaces one package", "ai.djl..", "ai.onnxruntime..");
    }

    @Test
    void onlyMauveKnowsMatrices() {
        onlyIn("mauve", "another library of linear algebra replaces one class", "org.ejml..");
    }

    private static void onlyIn(String technology, String reason, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + technology)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because(reason)
                .check(CLASSES);
    }
}
