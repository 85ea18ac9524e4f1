package io.tailkeeper.contracts.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** The rule of the root package without technologies. */
final class PlainDomain {

    private static final List<String> CONTRACTS = List.of(
            "io.tailkeeper.contracts",
            "io.tailkeeper.contracts.checks",
            "io.tailkeeper.contracts.files",
            "io.tailkeeper.contracts.knowledge",
            "io.tailkeeper.contracts.measures",
            "io.tailkeeper.contracts.specification",
            "io.tailkeeper.contracts.topics",
            "io.tailkeeper.contracts.words");

    private PlainDomain() {}

    static ArchRule of(String rootPackage, List<String> domainMayUse) {
        List<PackageMatcher> allowed = Stream.of(
                        Stream.of("java..", "org.jspecify.annotations", rootPackage),
                        CONTRACTS.stream(),
                        domainMayUse.stream())
                .flatMap(packages -> packages)
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
}
