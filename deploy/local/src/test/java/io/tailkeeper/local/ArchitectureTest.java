package io.tailkeeper.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tailkeeper.local");

    @Test
    void experimentsAreFilesAndValues() {
        noClasses()
                .that()
                .resideInAPackage("..experiment..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..stack..", "..follow..", "..progress..", "..report..", "picocli..", "org.apache.kafka..")
                .because("an experiment can be read and checked without anything being started")
                .check(CLASSES);
    }

    @Test
    void theStackKnowsNothingOfExperiments() {
        noClasses()
                .that()
                .resideInAPackage("..stack..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..experiment..", "..follow..", "..progress..", "..report..", "picocli..")
                .because("the same stack serves run and up, whatever runs on it")
                .check(CLASSES);
    }

    @Test
    void reportsAreMadeFromValues() {
        noClasses()
                .that()
                .resideInAPackage("..report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..stack..", "..progress..", "picocli..", "org.apache.kafka..", "java.net.http..")
                .because("a report can be written again from stored figures")
                .check(CLASSES);
    }

    @Test
    void commandLineStaysOutside() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tailkeeper.local")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .because("only the commands know how they are called")
                .check(CLASSES);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .because("waits are bounded and end when what they wait for happens")
                .check(CLASSES);
    }
}
