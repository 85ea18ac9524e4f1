package io.tailkeeper.pretrained;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
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
        onlyIn("likelihood", "ai.djl.ndarray..");
    }

    @Test
    void classifiersReadTokenizersAsLanguageModelsDoAndKnowNothingElseOfThem() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".likelihood")
                .should()
                .dependOnClassesThat(resideInAPackage("io.tailkeeper.languagemodel..")
                        .and(not(nameMatching(
                                "io\\.tailkeeper\\.languagemodel\\.(tokenizer\\.TokenizerJson|CheckpointException)"))))
                .because("one file has one reading, and a classifier is no language model")
                .check(CLASSES);
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
