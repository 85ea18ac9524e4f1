package io.tailkeeper.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.tailkeeper.contracts.json.JsonFault;
import io.tailkeeper.contracts.testing.ArchitectureRules;
import io.tailkeeper.contracts.topics.ContractDeserializer;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.TopicAdmin;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The messages, and the few plain pieces that every service needs. */
class ContractsArchitectureTest {

    private static final String ROOT = "io.tailkeeper.contracts";
    private static final JavaClasses CONTRACTS = ArchitectureRules.productionClasses(ROOT);

    @Test
    void needsNothingButJsonAndTheKafkaClient() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.tailkeeper.contracts..",
                        "com.fasterxml.jackson..",
                        "com.networknt.schema..",
                        "org.apache.kafka..",
                        "org.jspecify.annotations")
                .because("every program in the house and outside it stands on the contracts: no Quarkus, CDI, DJL or"
                        + " Redis")
                .check(CONTRACTS);
    }

    @Test
    void onlySerializersAndDeadLettersKnowKafka() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(
                        ContractSerializer.class, ContractDeserializer.class, DeadLetter.class, TopicAdmin.class)
                .and()
                .doNotHaveSimpleName("GoneRecords")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .because("a message is the same on every transport")
                .check(CONTRACTS);
    }

    @Test
    void onlyContractJsonReadsAndWrites() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(ContractJson.class, JsonFault.class)
                .and()
                .doNotHaveSimpleName("BoundedParser")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.networknt..", "com.fasterxml.jackson.databind..", "com.fasterxml.jackson.core..")
                .because("one place decides what JSON is accepted")
                .check(CONTRACTS);
    }

    @Test
    void holdsRecordsAndAFewListedClasses() {
        assertThat(CONTRACTS.stream()
                        .filter(type -> type.isTopLevelClass() && !type.isRecord())
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "AlertMeasure",
                        "AllowedRoots",
                        "AtomicFile",
                        "DiskRoom",
                        "Draw",
                        "BoundedParser",
                        "Checks",
                        "ContractDeserializer",
                        "CurationReward",
                        "SelectionChecks",
                        "ContractJson",
                        "ContractSerializer",
                        "DataPolicy",
                        "DeadLetter",
                        "FreePorts",
                        "FrequencyDivergence",
                        "GoneRecords",
                        "JsonFault",
                        "ReadingGuard",
                        "RejectedMessageException",
                        "Seeds",
                        "Sha256",
                        "TopicAdmin",
                        "Topics",
                        "UnspacedScripts",
                        "Words");
    }

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(ROOT, "com.fasterxml.jackson.annotation");
    }

    @Test
    void everyLayerKnowsThoseBelowItAlone() {
        knows("files");
        knows("words");
        knows("checks");
        knows("json", "com.fasterxml.jackson..");
        knows("measures", ROOT + ".checks");
        knows("knowledge", ROOT + ".checks");
        knows("specification", ROOT + ".checks", "com.fasterxml.jackson.annotation");
    }

    private static void knows(String layer, String... packages) {
        classes()
                .that()
                .resideInAPackage(ROOT + "." + layer)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(
                                Stream.of("java..", "org.jspecify.annotations", ROOT + "." + layer),
                                Stream.of(packages))
                        .toArray(String[]::new))
                .because("what is below is used without what stands on it")
                .check(CONTRACTS);
    }
}
