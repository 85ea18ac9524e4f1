package io.tailkeeper.contracts.testing;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules every module keeps.
 *
 * <p>A module's test is one line: {@code ArchitectureRules.check("io.tailkeeper.detector")}. A module that needs an
 * exception calls the rules one by one instead. A module that uses this class has {@code archunit-junit5} among its
 * own test dependencies.
 */
public final class ArchitectureRules {

    private static final String[] BANNED_PACKAGES = {
        "..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..impl..", "..dto..", "..mapper.."
    };

    private ArchitectureRules() {}

    /** Holds the production classes of a module to every rule; arguments as in {@link #domainIsPlain}. */
    public static void check(String rootPackage, String... domainMayUse) {
        JavaClasses module = productionClasses(rootPackage);
        all(rootPackage, domainMayUse).forEach(rule -> rule.check(module));
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

    /** Every rule; arguments as in {@link #domainIsPlain}. */
    public static List<ArchRule> all(String rootPackage, String... domainMayUse) {
        return List.of(
                domainIsPlain(rootPackage, domainMayUse),
                noCyclesBetween(rootPackage),
                packagesAreNamedAfterTheirPurpose(),
                noFieldInjection(),
                nothingIsSentAndForgotten(),
                nothingIsPrinted(),
                nobodySleeps());
    }

    /**
     * The root package knows only the Java library, the contracts and itself; technologies lie in the packages below.
     *
     * @param rootPackage the domain, {@code io.tailkeeper.detector}
     * @param domainMayUse further packages, as ArchUnit writes them: {@code io.tailkeeper.languagemodel..}
     */
    public static ArchRule domainIsPlain(String rootPackage, String... domainMayUse) {
        List<PackageMatcher> allowed = Stream.concat(
                        Stream.of("java..", "org.jspecify.annotations", "io.tailkeeper.contracts", rootPackage),
                        Stream.of(domainMayUse))
                .map(PackageMatcher::of)
                .toList();
        return classes()
                .that()
                .resideInAPackage(rootPackage)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are of the Java library, the contracts or the domain itself", type -> plain(type, allowed)))
                .because("values go in and values come out: the domain is tested without a container and outlives its"
                        + " technologies");
    }

    private static boolean plain(JavaClass type, List<PackageMatcher> allowed) {
        JavaClass element = type.getBaseComponentType();
        return element.isPrimitive() || allowed.stream().anyMatch(matcher -> matcher.matches(element.getPackageName()));
    }

    /** The packages of a module depend on each other in one direction only. */
    public static ArchRule noCyclesBetween(String rootPackage) {
        return slices().matching(rootPackage + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
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

    /** Messages for people go through the logging framework; a command-line program leaves this rule out. */
    public static ArchRule nothingIsPrinted() {
        return CompositeArchRule.of(GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS)
                .and(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."))
                .because("the framework decides where a service's log goes");
    }

    /** Waiting is waiting for something. */
    public static ArchRule nobodySleeps() {
        return noClasses()
                .should()
                .callMethodWhere(target(name("sleep")).and(target(owner(name("java.lang.Thread")))))
                .because("a sleep is too short on a slow machine and too long on a fast one");
    }
}
