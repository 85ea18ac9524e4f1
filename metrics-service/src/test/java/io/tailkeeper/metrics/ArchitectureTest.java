package io.tailkeeper.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tailkeeper.metrics");

    @Test
    void domainIsPlainJava() {
        classes()
                .that()
                .resideInAPackage("io.tailkeeper.metrics")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.tailkeeper.metrics",
                        "io.tailkeeper.contracts",
                        "io.tailkeeper.selection",
                        "com.fasterxml.jackson.annotation")
                .because("the arithmetic is checked and reused without a framework")
                .check(CLASSES);
    }

    @Test
    void kafkaStaysInItsPackage() {
        only("org.apache.kafka..", "kafka").check(CLASSES);
    }

    @Test
    void redisStaysInItsPackage() {
        only("io.quarkus.redis..", "redis").check(CLASSES);
    }

    @Test
    void httpStaysInItsPackage() {
        only("jakarta.ws.rs..", "http").check(CLASSES);
    }

    @Test
    void gaugesStayInTheirPackage() {
        only("io.micrometer..", "prometheus").check(CLASSES);
    }

    @Test
    void technologiesDoNotKnowEachOther() {
        SlicesRuleDefinition.slices()
                .matching("io.tailkeeper.metrics.(kafka|redis|http|prometheus)..")
                .should()
                .notDependOnEachOther()
                .because("each can be replaced without touching another")
                .check(CLASSES);
    }

    @Test
    void keysAreBuiltInOneClass() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tailkeeper.metrics.redis")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("RedisKeys")
                .because("the layout of the read model is decided in one place")
                .check(CLASSES);
    }

    private static ArchRule only(String technology, String room) {
        return noClasses()
                .that()
                .resideOutsideOfPackage("io.tailkeeper.metrics." + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology)
                .because("a technology's types stop at the package named after it");
    }
}
