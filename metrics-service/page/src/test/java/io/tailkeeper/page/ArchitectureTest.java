package io.tailkeeper.page;

import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check("io.tailkeeper.page");
    }
}
