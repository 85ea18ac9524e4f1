package io.tailkeeper.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tailkeeper.trainer");

    @Test
    void theDomainIsPlainJava() {
        noClasses()
                .that()
                .resideInAPackage("io.tailkeeper.trainer")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ai.djl..",
                        "io.quarkus..",
                        "io.smallrye..",
                        "jakarta..",
                        "org.apache.kafka..",
                        "io.micrometer..",
                        "io.tailkeeper.trainer.*..")
                .because("selection, barrier and spool have to be testable and readable without any technology")
                .check(CLASSES);
    }

    @Test
    void tensorsStayInTheirRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tailkeeper.trainer.pytorch")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .because("native memory has one owner")
                .check(CLASSES);
    }

    @Test
    void trainingDoesNotKnowKafka() {
        noClasses()
                .that()
                .resideInAPackage("io.tailkeeper.trainer.pytorch")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.tailkeeper.trainer.kafka", "io.quarkus..")
                .because("training is not message handling")
                .check(CLASSES);
    }

    @Test
    void nothingIsWrittenToTheStandardStreams() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("the supervisor reads the log")
                .check(CLASSES);
    }
}
