package io.tailkeeper.process;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.process";

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
                .because("what is supervised is not known here")
                .check(ArchitectureRules.productionClasses(ROOT));
    }
}
