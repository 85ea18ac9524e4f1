package io.tailkeeper.bench;

import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.checkProgram("io.tailkeeper.bench");
    }
}
