package io.tailkeeper.contracts.testing;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.files.Sha256;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules every module keeps.
 *
 * <p>A module's test is one line: {@code ArchitectureRules.check("io.tailkeeper.detector")} for a service or a library,
 * {@code ArchitectureRules.checkProgram("io.tailkeeper.local")} for a command-line program. A module that uses this class
 * has {@code archunit-junit5} among its own test dependencies.
 */
public final class ArchitectureRules {

    private static final String[] BANNED_PACKAGES = {
        "..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..impl..", "..dto..", "..mapper.."
    };

    /** Where Kafka's clients are opened: channels, the two flows that are none, and the tools of deploy. */
    private static final String[] KAFKA_ROOMS = {
        "io.tailkeeper.flow..",
        "io.tailkeeper.contracts.topics.GoneRecords",
        "io.tailkeeper.contracts.topics.TopicAdmin",
        "io.tailkeeper.detector.kafka.ScoringClients",
        "io.tailkeeper.detector.kafka.ScoringLoop",
        "io.tailkeeper.detector.kafka.AssignedPartitions",
        "io.tailkeeper.detector.kafka.Transactions",
        "io.tailkeeper.trainer.kafka.BatchTopic",
        "io.tailkeeper.trainer.kafka.PublishedRange", // its reading half
        "io.tailkeeper.local..",
        "io.tailkeeper.bench..",
        "io.tailkeeper.conformance.."
    };

    /** Packages that know the container, whose logging is part of it. */
    private static final String[] CONTAINER_ROOMS = {"io.tailkeeper.flow..", "..kafka..", "..redis..", "..quarkus.."};

    private ArchitectureRules() {}

    /**
     * Holds the production classes of a service or a library to every rule; arguments as in {@link #domainIsPlain}.
     */
    public static void check(String rootPackage, String... domainMayUse) {
        JavaClasses module = productionClasses(rootPackage);
        all(rootPackage, domainMayUse).forEach(rule -> rule.check(module));
    }

    /** Holds the production classes of a command-line program to the rules for one. */
    public static void checkProgram(String rootPackage) {
        JavaClasses module = productionClasses(rootPackage);
        ofEveryModule(rootPackage).forEach(rule -> rule.check(module));
    }

    /** The classes of a package and the packages below it, without those of tests. */
    public static JavaClasses productionClasses(String rootPackage) {
        return ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false); // names are enough, and it is much quicker
            return new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("-tests.jar!")) // another module's test classes
                    .importPackages(rootPackage);
        });
    }

    /** Every rule for a service or a library; arguments as in {@link #domainIsPlain}. */
    public static List<ArchRule> all(String rootPackage, String... domainMayUse) {
        return Stream.concat(
                        Stream.of(domainIsPlain(rootPackage, domainMayUse), nothingIsPrinted()),
                        ofEveryModule(rootPackage).stream())
                .toList();
    }

    /** The rules that a command-line program keeps too, whose root package holds the commands and prints. */
    public static List<ArchRule> ofEveryModule(String rootPackage) {
        return List.of(
                noCyclesBetween(rootPackage),
                packagesAreNamedAfterTheirPurpose(),
                noFieldInjection(),
                nothingIsSentAndForgotten(),
                nothingIsLoggedPastTheFramework(),
                plainCodeLogsByTheJavaLibrary(),
                nobodySleeps(),
                sharedPiecesAreUsed(),
                oneDoorToKafka(KAFKA_ROOMS));
    }

    /**
     * The root package knows only the Java library, the contracts and itself; technologies lie in the packages below.
     *
     * @param rootPackage the domain, {@code io.tailkeeper.detector}
     * @param domainMayUse further packages, as ArchUnit writes them: {@code io.tailkeeper.languagemodel..}
     */
    public static ArchRule domainIsPlain(String rootPackage, String... domainMayUse) {
        return PlainDomain.of(rootPackage, List.of(domainMayUse));
    }

    /** The packages of a module depend on each other in one direction only: any two of them, one inside the other too. */
    public static ArchRule noCyclesBetween(String rootPackage) {
        return slices().assignedFrom(new PackageSlices(rootPackage))
                .should()
                .beFreeOfCycles()
                .because("a technology that needs another one both ways is one technology");
    }

    /** No package is a drawer for things without a place. */
    public static ArchRule packagesAreNamedAfterTheirPurpose() {
        return noClasses()
                .should()
                .resideInAnyPackage(BANNED_PACKAGES)
                .because("a package is the domain or is named after its technology");
    }

    /** Beans get what they need through their constructor. */
    public static ArchRule noFieldInjection() {
        return noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.reactive.messaging.Channel")
                .allowEmptyShould(true)
                .because("a class whose needs stand in its constructor can be made in a plain test");
    }

    /** Every send is waited for. */
    public static ArchRule nothingIsSentAndForgotten() {
        return noClasses()
                .should()
                .callMethodWhere(target(name("sendAndForget")))
                .because("an event that may be lost after its state has changed breaks the books");
    }

    /** Messages for people go through the logging framework; only a class with a {@code main} prints. */
    public static ArchRule nothingIsPrinted() {
        return noClasses()
                .that(DescribedPredicate.describe("have no main method", type -> !isProgram(type)))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .allowEmptyShould(true)
                .because("the framework decides where a service's log goes");
    }

    private static boolean isProgram(JavaClass type) {
        return outermost(type).tryGetMethod("main", String[].class).isPresent();
    }

    static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureRules::outermost).orElse(type);
    }

    /** {@link System.Logger} and {@code org.jboss.logging} end in the same log; other fronts are not used. */
    public static ArchRule nothingIsLoggedPastTheFramework() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..",
                        "org.slf4j..",
                        "org.apache.commons.logging..",
                        "org.apache.logging..",
                        "io.quarkus.logging..")
                .because("the framework decides where a service's log goes");
    }

    /** {@code org.jboss.logging} is for packages that know the container; all others log by {@link System.Logger}. */
    public static ArchRule plainCodeLogsByTheJavaLibrary() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(CONTAINER_ROOMS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jboss.logging..")
                .allowEmptyShould(true)
                .because("what is plain stays so when it has something to say, and both end in the same log");
    }

    /** Waiting is waiting for something. */
    public static ArchRule nobodySleeps() {
        return noClasses()
                .should()
                .callMethodWhere(target(name("sleep"))
                        .and(target(owner(name("java.lang.Thread").or(name("java.util.concurrent.TimeUnit"))))))
                .because("a sleep is too short on a slow machine and too long on a fast one");
    }

    /** Digests are {@code Sha256}'s business, files that take another's place {@code AtomicFile}'s. */
    public static ArchRule sharedPiecesAreUsed() {
        return noClasses()
                .that()
                .doNotBelongToAnyOf(Sha256.class, AtomicFile.class)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.MessageDigest")
                .orShould()
                .accessField(StandardCopyOption.class, "ATOMIC_MOVE")
                .because("of ten copies one forgets a step, as forcing a file to the disk");
    }

    /**
     * Kafka's consumers, producers and admin clients are opened in a few rooms only.
     *
     * @param rooms packages, as ArchUnit writes them, {@code io.tailkeeper.flow..}; or classes by their full name
     */
    public static ArchRule oneDoorToKafka(String... rooms) {
        return KafkaDoor.in(List.of(rooms));
    }
}
