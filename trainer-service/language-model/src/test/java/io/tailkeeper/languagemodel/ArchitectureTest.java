package io.tailkeeper.languagemodel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tailkeeper.languagemodel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule isAPlainJar = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "org.apache.kafka..", "io.tailkeeper.contracts..")
            .because("the language model is used inside any service, and by tools that know no Kafka");

    @ArchTest
    static final ArchRule knowsNoEngine = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.pytorch..")
            .because("the engine behind DJL is chosen when the program starts, by what lies on the class path");

    @ArchTest
    static final ArchRule loadsNoPickles = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .because("weights are read from safetensors only; a pickle can run code");
}
