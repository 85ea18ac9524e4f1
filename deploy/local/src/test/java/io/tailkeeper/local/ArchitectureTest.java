package io.tailkeeper.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.local";
    private static final JavaClasses CLASSES = ArchitectureRules.productionClasses(ROOT);

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.checkProgram(ROOT);
    }

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
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .because("only the commands know how they are called")
                .check(CLASSES);
    }
}
