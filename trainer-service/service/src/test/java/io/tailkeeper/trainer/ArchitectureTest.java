package io.tailkeeper.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tailkeeper.trainer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theDomainIsPlainJava = noClasses()
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
            .because("selection, barrier and spool have to be testable and readable without any technology");

    @ArchTest
    static final ArchRule tensorsStayInTheirRoom = noClasses()
            .that()
            .resideOutsideOfPackage("io.tailkeeper.trainer.pytorch")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .because("native memory has one owner");

    @ArchTest
    static final ArchRule trainingDoesNotKnowKafka = noClasses()
            .that()
            .resideInAPackage("io.tailkeeper.trainer.pytorch")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.tailkeeper.trainer.kafka", "io.quarkus..")
            .because("training is not message handling");

    @ArchTest
    static final ArchRule nothingIsWrittenToTheStandardStreams = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("the supervisor reads the log");
}
