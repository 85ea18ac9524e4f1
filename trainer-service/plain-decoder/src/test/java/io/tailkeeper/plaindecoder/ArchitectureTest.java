package io.tailkeeper.plaindecoder;

import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(
                "io.tailkeeper.plaindecoder", "io.tailkeeper.languagemodel", "ai.djl..", "jdk.incubator.vector");
    }
}
