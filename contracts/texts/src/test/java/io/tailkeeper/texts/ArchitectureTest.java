package io.tailkeeper.texts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.texts";

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(ROOT);
    }

    @Test
    void formatsStopAtTheirOwnPackages() {
        only("parquet", "dev.hardwood..");
        only("json", "com.fasterxml..");
        only("compression", "com.github.luben..", "java.util.zip..");
    }

    private static void only(String ownPackage, String... technology) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + ownPackage)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology)
                .because("a file format is nobody else's business")
                .check(ArchitectureRules.productionClasses(ROOT));
    }
}
