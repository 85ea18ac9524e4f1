package io.tailkeeper.selection;

import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void keepsTheHouseRules() {
        ArchitectureRules.check("io.tailkeeper.selection");
    }
}
