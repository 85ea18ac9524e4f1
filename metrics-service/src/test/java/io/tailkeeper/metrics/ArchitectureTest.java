package io.tailkeeper.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.tailkeeper.contracts.testing.ArchitectureRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.metrics";
    private static final JavaClasses CLASSES = ArchitectureRules.productionClasses(ROOT);

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(ROOT, "io.tailkeeper.selection", "com.fasterxml.jackson.annotation");
    }

    @Test
    void everyTechnologyStaysInItsPackage() {
        onlyIn("kafka", "org.apache.kafka..", "io.smallrye.reactive.messaging..");
        onlyIn("redis", "io.vertx.redis..");
        onlyIn("http", "jakarta.ws.rs..", "org.jboss.resteasy..");
        onlyIn("prometheus", "io.micrometer..");
    }

    private static void onlyIn(String room, String... technology) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology)
                .because("a technology's types stop at the package named after it")
                .check(CLASSES);
    }

    @Test
    void technologiesStandOnTheLedgerAndNotOnEachOther() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + ".(kafka|http|prometheus)..")
                .should()
                .notDependOnEachOther()
                .because("what comes in, goes out and is shown meets in Redis only, so each can be replaced")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".redis")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".kafka", ROOT + ".http", ROOT + ".prometheus", ROOT + ".quarkus")
                .because("the ledger is tested without a service around it")
                .check(CLASSES);
    }

    @Test
    void keysOfRedisAreBuiltInOneClass() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src", "main"))) {
            List<String> builders = sources.filter(Files::isRegularFile)
                    .filter(source -> text(source).matches("(?s).*[\"']tailkeeper:.*"))
                    .map(source -> source.getFileName().toString())
                    .toList();
            assertThat(builders).containsExactly("RedisKeys.java");
        }
    }

    private static String text(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
