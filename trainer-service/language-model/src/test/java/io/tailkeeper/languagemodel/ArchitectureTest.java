package io.tailkeeper.languagemodel;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tailkeeper.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.tailkeeper.languagemodel";
    private static final JavaClasses CLASSES = ArchitectureRules.productionClasses(ROOT);

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check(ROOT, "ai.djl..");
    }

    /** The rule of the house says so of the root package too. */
    @Test
    void packagesFormNoCircle() {
        slices().matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("a reader finds one place where a new family, tokenizer or file format goes")
                .check(CLASSES);
    }

    @Test
    void onlyModelsKnowsEveryFormat() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".models")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".models")
                .because("what opens any format stands above all of them")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".models", ROOT + ".llama2c")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".llama2c")
                .because("a format knows no other format")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".models", ROOT + ".huggingface")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".huggingface")
                .because("a format knows no other format")
                .check(CLASSES);
    }

    @Test
    void knowsNoDecodingEngine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tailkeeper.plaindecoder..", "jdk.incubator.vector..")
                .because("engines are found on the class path, behind DecodingEngine")
                .check(CLASSES);
    }

    @Test
    void isAPlainJar() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "org.apache.kafka..")
                .because("the language model is used inside any service, and by tools that know no Kafka")
                .check(CLASSES);
    }

    @Test
    void knowsNoMessages() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.tailkeeper.contracts..")
                                .and(
                                        not(
                                                nameMatching(
                                                        "io\\.tailkeeper\\.contracts\\.(files\\.(Sha256|AtomicFile)|json\\.JsonFault)(\\$.*)?"))))
                .because("of the contracts it takes plain pieces only; a model is no run and no generation")
                .check(CLASSES);
    }

    @Test
    void knowsNoEngine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl.pytorch..")
                .because("the engine behind DJL is chosen when the program starts, by what lies on the class path")
                .check(CLASSES);
    }

    @Test
    void loadsNoPickles() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .because("weights are read from safetensors only; a pickle can run code")
                .check(CLASSES);
    }

    @Test
    void knowsHuggingFacesNativeLibraryInOnePlace() {
        noClasses()
                .that()
                .doNotHaveSimpleName("JsonTokenizer")
                .and()
                .doNotHaveSimpleName("TokenizerJson")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl.huggingface..")
                .because("its library brings an engine and a model zoo of its own, none of which is wanted")
                .check(CLASSES);
    }
}
