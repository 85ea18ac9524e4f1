package io.tailkeeper.checkpoints;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.checkpoints";
    private static final JavaClasses CLASSES = ArchitectureRules.productionClasses(ROOT);

    private static void only(String ownPackage, String because, String... technology) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + ownPackage)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology)
                .because(because)
                .check(CLASSES);
    }

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(
                ROOT,
                "io.tailkeeper.languagemodel",
                "io.tailkeeper.languagemodel.huggingface",
                "io.tailkeeper.languagemodel.models");
    }

    @Test
    void theClientStopsAtItsOwnPackage() {
        only("s3", "another store takes its place behind ObjectStore", "software.amazon..");
    }

    @Test
    void theContainerStopsAtItsOwnPackage() {
        only(
                "quarkus",
                "all else is used without a container",
                "io.quarkus..",
                "io.smallrye..",
                "jakarta..",
                "io.tailkeeper.flow..");
    }
}
