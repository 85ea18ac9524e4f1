package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for all modules together. */
class ModulesTest {

    static final Path HOME = Path.of("../..");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** A module that forgets the rules keeps none of them, and nobody sees it. */
    @Test
    void everyModuleHasATestThatHoldsItToTheRulesOfTheHouse() throws IOException {
        List<Path> modules = modules(HOME);
        assertThat(modules).hasSizeGreaterThan(10);
        assertThat(withoutRules(modules)).isEmpty();
    }

    @Test
    void aModuleWithoutTheRulesIsFound(@TempDir Path home) throws IOException {
        Files.writeString(home.resolve("pom.xml"), "<module>kept</module> <module>nested/forgotten</module>");
        for (String module : List.of("kept", "nested/forgotten")) {
            Path source = Files.createDirectories(home.resolve(module).resolve("src/main/java/a"));
            Files.writeString(source.resolve("Main.java"), "class Main {}");
            Files.createDirectories(home.resolve(module).resolve("src/test/java"));
        }
        Files.writeString(home.resolve("kept/src/test/java/ArchitectureTest.java"), "ArchitectureRules.check(ROOT);");
        Files.writeString(home.resolve("nested/forgotten/src/test/java/OtherTest.java"), "class OtherTest {}");
        assertThat(withoutRules(modules(home))).containsExactly(home.resolve("nested/forgotten"));
    }

    static List<Path> modules(Path home) throws IOException {
        return MODULE.matcher(Files.readString(home.resolve("pom.xml")))
                .results()
                .map(found -> home.resolve(found.group(1)))
                .filter(module -> Files.isDirectory(module.resolve("src/main/java")))
                .toList();
    }

    /** So that all of them can be started as they are, on one machine. */
    @Test
    void everyServiceListensOnAPortOfItsOwnWhenNoneIsGiven() throws IOException {
        Map<String, String> ports = new TreeMap<>();
        for (Path module : modules(HOME)) {
            Path file = module.resolve("src/main/resources/application.properties");
            if (Files.exists(file)) {
                Properties properties = new Properties();
                try (Reader reader = Files.newBufferedReader(file)) {
                    properties.load(reader);
                }
                ports.put(
                        properties.getProperty("quarkus.application.name"),
                        properties.getProperty("quarkus.http.port"));
            }
        }
        assertThat(ports)
                .isEqualTo(Map.of("metrics", "8080", "generator", "8081", "detector", "8082", "trainer", "8083"));
    }

    private static List<Path> withoutRules(List<Path> modules) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path module : modules) {
            if (!holdsToRules(module.resolve("src/test/java"))) {
                found.add(module);
            }
        }
        return found;
    }

    private static boolean holdsToRules(Path tests) throws IOException {
        try (Stream<Path> files = Files.walk(tests)) {
            for (Path test : files.filter(file -> file.toString().endsWith("ArchitectureTest.java"))
                    .toList()) {
                if (Files.readString(test).contains("ArchitectureRules.check")) {
                    return true;
                }
            }
            return false;
        }
    }
}
