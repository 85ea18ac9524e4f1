package io.tailkeeper.detector;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tailkeeper.contracts.testing.ArchitectureRules;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.detector";
    private static final JavaClasses CLASSES = ArchitectureRules.productionClasses(ROOT);

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(ROOT);
    }

    @Test
    void loopsArePlain() {
        ArchitectureRules.domainIsPlain(ROOT + ".loop").check(CLASSES);
    }

    @Test
    void onlyItsRoomKnowsKafka() {
        onlyIn(List.of("kafka"), "offsets and transactions are the business of one package", "org.apache.kafka..");
    }

    @Test
    void clientsOfKafkaAreMadeForScoringAlone() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".kafka.ScoringClients")
                .should()
                .callConstructorWhere(target(owner(assignableTo(Consumer.class).or(assignableTo(Producer.class)))))
                .because("whatever may be delivered twice is a channel, and topics of state have a reader of their own")
                .check(CLASSES);
    }

    @Test
    void onlyTheServiceAndItsChannelsKnowTheirContainer() {
        onlyIn(
                List.of("quarkus", "kafka"),
                "the domain is tested without a container",
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

    private static void onlyIn(List<String> technologies, String reason, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(technologies.stream()
                        .map(technology -> ROOT + "." + technology)
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because(reason)
                .check(CLASSES);
    }
}
