package io.tailkeeper.flow;

import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.flow";

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.checkProgram(ROOT); // its one package is the technology
        ArchitectureRules.nothingIsPrinted().check(ArchitectureRules.productionClasses(ROOT));
    }
}
