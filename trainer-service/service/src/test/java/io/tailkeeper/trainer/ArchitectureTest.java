package io.tailkeeper.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.trainer";
    private static final JavaClasses CLASSES = ArchitectureRules.productionClasses(ROOT);

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(
                ROOT, "io.tailkeeper.selection", "io.tailkeeper.languagemodel", "io.tailkeeper.measures");
    }

    @Test
    void tensorsStayInTheirRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".pytorch")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .because("native memory has one owner")
                .check(CLASSES);
    }

    @Test
    void trainingDoesNotKnowKafka() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".pytorch")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", ROOT + ".kafka", "io.quarkus..")
                .because("training is not message handling")
                .check(CLASSES);
    }
}
