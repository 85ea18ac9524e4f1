package io.tailkeeper.measures;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.measures";

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(ROOT);
    }

    @Test
    void standsOnTheJavaLibraryAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations", ROOT + "..")
                .because("whoever shows a figure can depend on it, whatever else he stands on")
                .check(ArchitectureRules.productionClasses(ROOT));
    }
}
