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
        assertThatCode(() -> ArchitectureRules.domainIsPlain(FIXTURES + "offending", FIXTURES + "offending.kafka..")
                        .check(OFFENDING))
                .doesNotThrowAnyException();
    }

    @Test
    void findsCycles() {
        findsOffender(ArchitectureRules.noCyclesBetween(FIXTURES + "offending"), "Cycle detected", "kafka", "util");
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
    void findsPrintingAndJavaUtilLogging() {
        findsOffender(ArchitectureRules.nothingIsPrinted(), "System.out", "java.util.logging.Logger");
    }

    @Test
    void findsSleepers() {
        findsOffender(ArchitectureRules.nobodySleeps(), "Sender.await()");
    }

    @Test
    void leavesTidyCodeAlone() {
        List<ArchRule> rules = ArchitectureRules.all(FIXTURES + "tidy");
        assertThat(TIDY).hasSize(2);
        assertThat(rules).hasSize(7).allSatisfy(rule -> rule.check(TIDY));
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
