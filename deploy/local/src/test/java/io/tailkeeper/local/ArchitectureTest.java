package io.tailkeeper.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tailkeeper.local", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule experimentsAreFilesAndValues = noClasses()
            .that()
            .resideInAPackage("..experiment..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..stack..", "..follow..", "..progress..", "..report..", "picocli..", "org.apache.kafka..")
            .because("an experiment can be read and checked without anything being started");

    @ArchTest
    static final ArchRule theStackKnowsNothingOfExperiments = noClasses()
            .that()
            .resideInAPackage("..stack..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..experiment..", "..follow..", "..progress..", "..report..", "picocli..")
            .because("the same stack serves run and up, whatever runs on it");

    @ArchTest
    static final ArchRule reportsAreMadeFromValues = noClasses()
            .that()
            .resideInAPackage("..report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..stack..", "..progress..", "picocli..", "org.apache.kafka..", "java.net.http..")
            .because("a report can be written again from stored figures");

    @ArchTest
    static final ArchRule commandLineStaysOutside = noClasses()
            .that()
            .resideOutsideOfPackage("io.tailkeeper.local")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .because("only the commands know how they are called");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .because("waits are bounded and end when what they wait for happens");
}
