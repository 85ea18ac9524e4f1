package io.tailkeeper.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.report";

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.checkProgram(ROOT);
    }

    @Test
    void standsOnTheContractsAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tailkeeper.local..", "picocli..", "org.apache.kafka..", "java.net.http..")
                .because("a report can be written again from stored figures")
                .check(ArchitectureRules.productionClasses(ROOT));
    }
}
