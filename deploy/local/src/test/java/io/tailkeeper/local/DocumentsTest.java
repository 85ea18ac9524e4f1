package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The documents of the checkout: their links lead somewhere, what they name is there, and they stay readable. */
class DocumentsTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Set<String> BUILT = Set.of("target", "node_modules", ".git", "tailkeeper-runs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");
    private static final int README_LINES = 150;
    private static final int SCREEN = 60;
    private static final int MAX_CLASSES = 25;

    private static List<Path> files(String ending) {
        try (Stream<Path> walked = Files.walk(ROOT)) {
            return walked.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> Stream.iterate(ROOT.relativize(file), path -> path != null, Path::getParent)
                            .noneMatch(path -> BUILT.contains(path.getFileName().toString())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> broken(Path document) {
        return LINK.matcher(read(document))
                .results()
                .filter(link -> !link.group(1).contains("://") && !leads(document, link))
                .map(link -> ROOT.relativize(document) + " " + link.group());
    }

    private static boolean leads(Path document, MatchResult link) {
        Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
        return Files.exists(target) && (link.group(2) == null || anchors(target).contains(link.group(2)));
    }

    private static Set<String> anchors(Path document) {
        return read(document)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void everyLinkLeadsSomewhere() {
        assertThat(files(".md")).hasSizeGreaterThan(10);
        assertThat(files(".md").stream().flatMap(DocumentsTest::broken)).isEmpty();
    }

    @Test
    void everyTestThatADocumentNamesIsThere() {
        Set<String> tests = files(".java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        assertThat(TEST.matcher(read(ROOT.resolve("README.md"))).results().map(found -> found.group(1)))
                .hasSizeGreaterThan(5)
                .isSubsetOf(tests);
    }

    @Test
    void aReadmeIsReadAtOneSitting() {
        assertThat(read(ROOT.resolve("README.md")).lines().count()).isLessThanOrEqualTo(README_LINES);
        assertThat(files("README.md").stream()
                        .filter(file -> !file.getParent().equals(ROOT))
                        .filter(file -> read(file).lines().count() > SCREEN)
                        .map(ROOT::relativize))
                .as("READMEs of more than a screen; tables and lists have files of their own beside them")
                .isEmpty();
    }

    @Test
    void everyModuleSaysWhatItIs() {
        assertThat(files("pom.xml").stream()
                        .map(pom -> pom.resolveSibling("README.md"))
                        .filter(readme -> !Files.exists(readme))
                        .map(ROOT::relativize))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatIsInIt() {
        List<Path> sources = files(".java").stream()
                .filter(file -> file.toString().contains("/src/main/java/"))
                .toList();
        assertThat(sources).hasSizeGreaterThan(500);
        assertThat(sources.stream()
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                        .map(ROOT::relativize))
                .isEmpty();
    }

    @Test
    void aPackageIsReadAtOneSitting() {
        assertThat(files(".java").stream()
                        .filter(file -> file.toString().contains("/src/main/java/"))
                        .filter(file -> !file.endsWith("package-info.java"))
                        .collect(Collectors.groupingBy(
                                file -> ROOT.relativize(file.getParent()), Collectors.counting())))
                .hasSizeGreaterThan(50)
                .allSatisfy((folder, classes) ->
                        assertThat(classes).as(folder.toString()).isLessThanOrEqualTo(MAX_CLASSES));
    }

    @Test
    void everyPackageIsCheckedForNull() {
        List<Path> packages = files("package-info.java").stream()
                .filter(file -> file.toString().contains("/src/main/java/"))
                .toList();
        assertThat(packages).hasSizeGreaterThan(50);
        assertThat(packages.stream()
                        .filter(file -> read(file).lines().noneMatch("@NullMarked"::equals))
                        .map(ROOT::relativize))
                .as("packages that are not @NullMarked, which NullAway does not look at")
                .isEmpty();
    }

    /** docker-compose 1 takes the last of two keys in silence; docker compose refuses the file. */
    @Test
    void noYamlFileHasAKeyTwice() {
        List<Path> files = files(".yaml");
        assertThat(files).hasSizeGreaterThan(30);
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        for (Path file : files) {
            assertThatCode(() -> new Yaml(new SafeConstructor(strict))
                            .loadAll(read(file))
                            .forEach(document -> {}))
                    .as(ROOT.relativize(file).toString())
                    .doesNotThrowAnyException();
        }
    }
}
