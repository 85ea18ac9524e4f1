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
    void theStackKnowsNothingOfExperiments() {
        noClasses()
                .that()
                .resideInAPackage("..stack..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tailkeeper.experiment..", "..follow..", "io.tailkeeper.report..", "picocli..")
                .because("the same stack serves run and up, whatever runs on it")
                .check(CLASSES);
    }

    @Test
    void commandLineStaysOutside() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + ".finished")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .because("only the commands know how they are called")
                .check(CLASSES);
    }
}
