package io.tailkeeper.contracts.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule finds its offender and leaves tidy code alone. */
class ArchitectureRulesTest {

    private static final String FIXTURES = "io.tailkeeper.contracts.architecture.";
    private static final JavaClasses OFFENDING = new ClassFileImporter().importPackages(FIXTURES + "offending");
    private static final JavaClasses TIDY = new ClassFileImporter().importPackages(FIXTURES + "tidy");

    private static void findsOffender(ArchRule rule, String... words) {
        assertThatThrownBy(() -> rule.check(OFFENDING))
                .isInstanceOf(AssertionError.class)
                .message()
                .contains("because")
                .contains(words);
    }

    @Test
    void findsADomainThatKnowsATechnology() {
        findsOffender(ArchitectureRules.domainIsPlain(FIXTURES + "offending"), "Domain", "kafka.Sender");
    }

    @Test
    void acceptsADomainThatMayUseAPackage() {
        assertThatCode(() -> ArchitectureRules.domainIsPlain(
                                FIXTURES + "offending", FIXTURES + "offending.kafka..", "org.jboss.logging")
                        .check(OFFENDING))
                .doesNotThrowAnyException();
    }

    @Test
    void findsCycles() {
        findsOffender(ArchitectureRules.noCyclesBetween(FIXTURES + "offending"), "Cycle detected", "kafka", "util");
    }

    @Test
    void findsACircleOfAPackageAndTheOneInsideIt() {
        assertThatThrownBy(() -> ArchitectureRules.noCyclesBetween(FIXTURES + "circular")
                        .check(new ClassFileImporter().importPackages(FIXTURES + "circular")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("Cycle detected", "Parent", "child.Child");
    }

    @Test
    void findsDrawers() {
        findsOffender(ArchitectureRules.packagesAreNamedAfterTheirPurpose(), "util.Strings");
    }

    @Test
    void findsFieldInjection() {
        findsOffender(ArchitectureRules.noFieldInjection(), "Sender.strings");
    }

    @Test
    void findsForgottenMessages() {
        findsOffender(ArchitectureRules.nothingIsSentAndForgotten(), "Domain.finish()", "sendAndForget");
    }

    @Test
    void findsPrinting() {
        findsOffender(ArchitectureRules.nothingIsPrinted(), "System.out");
    }

    @Test
    void findsJavaUtilLogging() {
        findsOffender(ArchitectureRules.nothingIsLoggedPastTheFramework(), "java.util.logging.Logger");
    }

    @Test
    void findsPlainCodeThatLogsByTheContainer() {
        findsOffender(ArchitectureRules.plainCodeLogsByTheJavaLibrary(), "Domain", "org.jboss.logging.Logger");
        assertThatThrownBy(
                        () -> ArchitectureRules.plainCodeLogsByTheJavaLibrary().check(OFFENDING))
                .message()
                .as("a package that knows the container")
                .doesNotContain("Copies");
    }

    @Test
    void findsSleepers() {
        findsOffender(ArchitectureRules.nobodySleeps(), "Sender.await()", "Copies.pause()");
    }

    @Test
    void findsDigestsAndMovesOfOnesOwn() {
        findsOffender(ArchitectureRules.sharedPiecesAreUsed(), "Copies.digest", "Copies.move");
    }

    @Test
    void findsDoorsToKafkaOfOnesOwn() {
        findsOffender(ArchitectureRules.oneDoorToKafka(), "Copies.send", "Copies.list");
        findsOffender(ArchitectureRules.oneDoorToKafka(FIXTURES + "tidy.."), "Copies.send", "Copies.list");
    }

    @Test
    void allowsADoorToKafkaInTheRoomsGiven() {
        assertThatCode(() -> {
                    ArchitectureRules.oneDoorToKafka(FIXTURES + "offending.kafka..")
                            .check(OFFENDING);
                    ArchitectureRules.oneDoorToKafka(FIXTURES + "offending.kafka.Copies")
                            .check(OFFENDING);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aPlainUserOfKafkasTypesHasNoDoor() {
        assertThatCode(() -> ArchitectureRules.oneDoorToKafka().check(TIDY)).doesNotThrowAnyException();
    }

    @Test
    void leavesTidyCodeAlone() {
        List<ArchRule> rules = ArchitectureRules.all(FIXTURES + "tidy");
        assertThat(TIDY).hasSize(3);
        assertThat(rules).hasSize(11).allSatisfy(rule -> rule.check(TIDY));
    }

    /** A program's root package knows its commands' technologies, and prints. */
    @Test
    void aProgramKeepsTheRulesThatAreNotAboutADomain() {
        assertThat(ArchitectureRules.all(FIXTURES + "tidy"))
                .extracting(ArchRule::getDescription)
                .containsAll(ArchitectureRules.ofEveryModule(FIXTURES + "tidy").stream()
                        .map(ArchRule::getDescription)
                        .toList());
        assertThatThrownBy(() -> ArchitectureRules.checkProgram(FIXTURES + "nowhere"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void checksProductionClassesOnly() {
        assertThat(ArchitectureRules.productionClasses("io.tailkeeper.contracts"))
                .isNotEmpty()
                .noneMatch(type -> type.getName().endsWith("Test"))
                .noneMatch(type -> type.getPackageName().contains("testing"));
        assertThatCode(() -> ArchitectureRules.check(
                        "io.tailkeeper.contracts",
                        "com.fasterxml.jackson..",
                        "com.networknt.schema..",
                        "org.apache.kafka.."))
                .doesNotThrowAnyException();
    }

    /** A wrong package name must not pass as a module without faults. */
    @Test
    void aModuleWithoutClassesFails() {
        assertThatThrownBy(() -> ArchitectureRules.check("io.tailkeeper.nowhere"))
                .isInstanceOf(AssertionError.class);
    }
}
