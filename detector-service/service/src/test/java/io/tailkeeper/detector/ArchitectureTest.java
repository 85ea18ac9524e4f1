package io.tailkeeper.detector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.detector";
    private static final JavaClasses CLASSES = ArchitectureRules.productionClasses(ROOT);

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(ROOT);
    }

    @Test
    void onlyTheLoopsKnowKafka() {
        onlyIn("kafka", "offsets and transactions are the business of one package", "org.apache.kafka..");
    }

    @Test
    void onlyTheServiceKnowsItsContainer() {
        onlyIn(
                "quarkus",
                "the loops run in a test without the container",
                "io.quarkus.runtime..",
                "jakarta..",
                "io.smallrye..",
                "io.micrometer..",
                "org.eclipse.microprofile..");
    }

    @Test
    void onlyTheCacheKnowsRedis() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".redis", ROOT + ".quarkus")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.quarkus.redis..")
                .because("losing Redis is the business of one package; the service only hands it over")
                .check(CLASSES);
    }

    @Test
    void nobodyReadsProvenance() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.tailkeeper.contracts.Provenance")
                .because("a detector that reads who wrote a sample has nothing left to detect")
                .check(CLASSES);
    }

    private static void onlyIn(String technology, String reason, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + technology)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because(reason)
                .check(CLASSES);
    }
}
