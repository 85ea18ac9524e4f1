package io.tailkeeper.experiment.inputs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.experiment.inputs";

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.checkProgram(ROOT);
    }

    @Test
    void experimentsAreFilesAndValues() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.tailkeeper.local..",
                        "io.tailkeeper.report..",
                        "io.tailkeeper.process..",
                        "picocli..",
                        "org.apache.kafka..")
                .because("an experiment can be read and checked without anything being started")
                .check(ArchitectureRules.productionClasses(ROOT));
    }
}
