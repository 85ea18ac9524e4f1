package io.tailkeeper.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.tailkeeper.contracts.testing.ArchitectureRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.metrics";
    private static final String JSON = "com.fasterxml.jackson.";
    private static final JavaClasses CLASSES = ArchitectureRules.productionClasses(ROOT);

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(
                ROOT,
                ROOT + ".text",
                ROOT + ".comparison",
                ROOT + ".alerts",
                ROOT + ".view",
                "io.tailkeeper.measures.generations",
                "io.tailkeeper.page",
                JSON + "annotation",
                JSON + "core");
    }

    @Test
    void measuresOfTextArePlain() {
        ArchitectureRules.domainIsPlain(ROOT + ".text", "io.tailkeeper.measures.entropy")
                .check(CLASSES);
    }

    @Test
    void whatIsShownIsPlain() {
        ArchitectureRules.domainIsPlain(ROOT + ".view", ROOT + ".comparison", JSON + "annotation")
                .check(CLASSES);
    }

    @Test
    void comparisonsOfDetectorsArePlain() {
        ArchitectureRules.domainIsPlain(ROOT + ".comparison", "io.tailkeeper.selection", "io.tailkeeper.measures")
                .check(CLASSES);
    }

    @Test
    void rulesOfAlertsArePlain() {
        ArchitectureRules.domainIsPlain(ROOT + ".alerts").check(CLASSES);
    }

    @Test
    void opensNoKafkaClientBesideItsChannels() {
        ArchitectureRules.oneDoorToKafka().check(CLASSES);
    }

    @Test
    void everyTechnologyStaysInItsPackage() {
        onlyIn("kafka", "org.apache.kafka..", "io.smallrye.reactive.messaging..");
        onlyIn("redis..", "io.vertx.redis..");
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
                .resideInAPackage(ROOT + ".redis..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".kafka", ROOT + ".http", ROOT + ".prometheus", ROOT + ".quarkus")
                .because("the ledger is tested without a service around it")
                .check(CLASSES);
    }

    /** Class files do not tell it: the compiler copies a constant to wherever it is used. */
    @Test
    void redisKeysAreWrittenInOneFile() throws IOException {
        assertThat(filesWithKeys(Path.of("src/main/java")))
                .as("the layout of Redis is decided in one place")
                .hasSize(1);
    }

    @Test
    void aSecondFileWithRedisKeysIsFound(@TempDir Path sources) throws IOException {
        Path keys = Files.writeString(sources.resolve("Keys.java"), "String runs = \"tailkeeper:runs\";");
        Path other = Files.createDirectory(sources.resolve("http")).resolve("Other.java");
        Files.writeString(other, "int a;\nredis.get(\"tailkeeper:run:\" + id);");
        Files.writeString(
                sources.resolve("Neither.java"), "/** {@code tailkeeper:runs}. */ String a = \"tailkeeper.a\";");
        assertThat(filesWithKeys(sources)).containsExactlyInAnyOrder(keys, other);
    }

    private static List<Path> filesWithKeys(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> java =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            List<Path> found = new ArrayList<>();
            for (Path file : java) {
                if (Files.readString(file).contains("\"tailkeeper:")) {
                    found.add(file);
                }
            }
            return found;
        }
    }
}
