package io.tailkeeper.pretrained;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.pretrained";
    private static final JavaClasses CLASSES = ArchitectureRules.productionClasses(ROOT);

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(ROOT, "io.tailkeeper.detector.labelled");
    }

    @Test
    void everyRuntimeIsKnownInOnePlace() {
        onlyIn("classifier", "ai.onnxruntime..", "ai.djl.huggingface..");
        onlyIn("likelihood", "ai.djl.ndarray..", "io.tailkeeper.languagemodel..");
    }

    @Test
    void knowsNoServiceAndNoEngine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "org.apache.kafka..",
                        "io.tailkeeper.detector.kafka..",
                        "io.tailkeeper.detector.quarkus..",
                        "ai.djl.pytorch..")
                .because("text comes in and logits or features go out, whoever asks")
                .check(CLASSES);
    }

    private static void onlyIn(String place, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + place)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because("another runtime replaces one package")
                .check(CLASSES);
    }
}
