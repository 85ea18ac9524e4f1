package io.tailkeeper.generator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.generator";
    private static final JavaClasses GENERATOR = ArchitectureRules.productionClasses(ROOT);

    private static void only(String ownPackage, String because, String... technology) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + ownPackage)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology)
                .because(because)
                .check(GENERATOR);
    }

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(ROOT, "io.tailkeeper.texts", ROOT + ".overlap");
    }

    @Test
    void kafkaStopsAtItsOwnPackage() {
        only("kafka", "the domain plans and samples without a broker", "org.apache.kafka..");
    }

    @Test
    void pytorchStopsAtItsOwnPackage() {
        only(
                "pytorch",
                "another engine takes PyTorch's place behind Writer and Vocabulary",
                "io.tailkeeper.languagemodel..",
                "ai.djl..");
    }

    @Test
    void quarkusStopsAtItsOwnPackage() {
        only("quarkus", "one class puts the service together", "io.quarkus..");
    }

    @Test
    void theContainerIsKnownToChannelsAndAssemblyOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".quarkus", ROOT + ".kafka")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.smallrye..", "jakarta..", "org.eclipse.microprofile..", "io.tailkeeper.flow..")
                .because("all else can be used without a container")
                .check(GENERATOR);
    }

    @Test
    void randomNumbersFollowFromNames() {
        noClasses()
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .because("any instance makes the same text of a task")
                .check(GENERATOR);
    }
}
