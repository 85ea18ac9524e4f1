package io.tailkeeper.experiment;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ExperimentFilesArchitectureTest {

    private static final String ROOT = "io.tailkeeper.experiment";

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.checkProgram(ROOT);
    }

    @Test
    void filesOfExperimentsAreTextAndValues() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.tailkeeper.languagemodel..", "io.tailkeeper.texts..", "picocli..", "org.apache.kafka..")
                .because("a service reads them too, which has neither models nor corpora")
                .check(ArchitectureRules.productionClasses(ROOT));
    }
}
