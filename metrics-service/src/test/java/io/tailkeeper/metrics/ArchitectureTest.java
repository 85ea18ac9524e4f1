package io.tailkeeper.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tailkeeper.metrics", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule DOMAIN_IS_PLAIN_JAVA = classes()
            .that()
            .resideInAPackage("io.tailkeeper.metrics")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "io.tailkeeper.metrics", "io.tailkeeper.contracts", "com.fasterxml.jackson.annotation")
            .because("the arithmetic is checked and reused without a framework");

    @ArchTest
    static final ArchRule KAFKA_STAYS_IN_ITS_PACKAGE = only("org.apache.kafka..", "kafka");

    @ArchTest
    static final ArchRule REDIS_STAYS_IN_ITS_PACKAGE = only("io.quarkus.redis..", "redis");

    @ArchTest
    static final ArchRule HTTP_STAYS_IN_ITS_PACKAGE = only("jakarta.ws.rs..", "http");

    @ArchTest
    static final ArchRule GAUGES_STAY_IN_THEIR_PACKAGE = only("io.micrometer..", "prometheus");

    @ArchTest
    static final ArchRule TECHNOLOGIES_DO_NOT_KNOW_EACH_OTHER =
            com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices()
                    .matching("io.tailkeeper.metrics.(kafka|redis|http|prometheus)..")
                    .should()
                    .notDependOnEachOther()
                    .because("each can be replaced without touching another");

    @ArchTest
    static final ArchRule KEYS_ARE_BUILT_IN_ONE_CLASS = noClasses()
            .that()
            .resideOutsideOfPackage("io.tailkeeper.metrics.redis")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("RedisKeys")
            .because("the layout of the read model is decided in one place");

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
