package io.tailkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.local.Tailkeeper;
import io.tailkeeper.local.session.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program as it is called by somebody with few rights in a tree, a home and folders of strange names. It stands in the
 * last module that is built: the script builds what is missing.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PathsIT {

    private static final Path REPOSITORY = Path.of(System.getProperty(Running.HOME));

    /** Letters beyond Latin-1, blanks, a comma, quotes and what patterns are made of; a tree may have all but a colon. */
    private static final String STRANGE = "ümlaut 図, \"c\" it's 100%+[d]";

    @TempDir
    Path folder;

    private Path tree;
    private Path home;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectories(folder.resolve("tree " + STRANGE));
        home = Files.createDirectories(folder.resolve("home " + STRANGE));
        Files.copy(REPOSITORY.resolve("tailkeeper"), tree.resolve("tailkeeper"));
        for (String room :
                List.of("deploy", "generator-service", "detector-service", "trainer-service", "metrics-service")) {
            Files.createSymbolicLink(
                    tree.resolve(room), REPOSITORY.resolve(room).toRealPath());
        }
        Files.createDirectory(tree.resolve("target"));
        Files.createFile(tree.resolve("target/tailkeeper.packaged")); // all of it is built
    }

    @Tag("long")
    @Test
    void aSmokeExperimentRunsWhateverThePlacesAreCalledAndWhoeverRunsIt() throws Exception {
        Path place = Files.createDirectory(folder.resolve("place: " + STRANGE));
        Path corpus = Files.createDirectory(place.resolve("my texts, all"));
        writeTexts(Files.createDirectory(folder.resolve("elsewhere")).resolve("texts.txt"));
        Files.createSymbolicLink(corpus.resolve("linked.txt"), folder.resolve("elsewhere/texts.txt"));
        Path output = place.resolve("out, put");

        Process run = start(
                Map.of("LC_ALL", "C"),
                "run",
                "--preset",
                "smoke",
                "--corpus",
                corpus.toString(),
                "--output",
                output.toString());

        assertThat(run.waitFor()).as(console()).isZero();
        JsonNode report = JsonMapper.builder()
                .build()
                .readTree(output.resolve("report.json").toFile());
        assertThat(report.requiredAt("/runs")).hasSize(3).allSatisfy(each -> assertThat(
                        each.requiredAt("/status").asText())
                .isEqualTo("completed"));
        assertThat(report.at("/runs/0/specification/corpus/source").asText()).isEqualTo(corpus.toString());
        assertThat(names(folder))
                .as("nothing lies beside what was named")
                .containsExactlyInAnyOrder(
                        "console.txt",
                        "elsewhere",
                        "home " + STRANGE,
                        "place: " + STRANGE,
                        "temporary",
                        "tree " + STRANGE);
        assertThat(names(place)).containsExactlyInAnyOrder("my texts, all", "out, put");
        assertThat(names(tree)).as("the tree is as it was").hasSize(7);
        assertThat(Files.getPosixFilePermissions(output.resolve("report.json")))
                .doesNotContain(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
        assertThat(console()).contains("corpus " + corpus, "completed in ").doesNotContain("built in");
    }

    @Test
    void aLocaleThatCannotNameAFileIsRefusedInOneLine() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + Running.HOME + "=" + REPOSITORY.toRealPath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Tailkeeper.class.getName(),
                        "run",
                        "--output",
                        folder.resolve("ümlaut").toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.txt").toFile());
        builder.environment().put("LC_ALL", "C");

        assertThat(builder.start().waitFor()).isEqualTo(2);

        assertThat(console().lines())
                .singleElement()
                .asString()
                .startsWith("tailkeeper: ")
                .endsWith("set LC_ALL to a UTF-8 locale, for example C.UTF-8");
        assertThat(names(folder)).doesNotContain("ümlaut").hasSize(3);
    }

    private static void writeTexts(Path file) throws IOException {
        Files.writeString(
                file,
                IntStream.range(0, 4_000)
                        .mapToObj(line -> "Sentence " + line + " of the corpus is unlike " + line * 7 + " others.\n\n")
                        .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append));
    }

    private static final List<String> NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    /** Calls the script; never as root where another user can reach the build, and with a umask that hides all from others. */
    private Process start(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root") && reachableForNobody()) {
            command.addAll(NOBODY);
        }
        command.addAll(List.of("/bin/sh", "-c", "umask 077; exec /bin/sh ./tailkeeper \"$@\"", "sh"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(tree.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.txt").toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment()
                .put(
                        "TMPDIR",
                        Files.createDirectory(folder.resolve("temporary")).toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        open(folder);
        return builder.start();
    }

    private static boolean reachableForNobody() throws IOException, InterruptedException {
        List<String> look = new ArrayList<>(NOBODY);
        look.addAll(List.of("ls", REPOSITORY.resolve("deploy/local/target/lib").toString()));
        return new ProcessBuilder(look)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static void open(Path folder) throws IOException {
        Set<PosixFilePermission> all = PosixFilePermissions.fromString("rwxrwxrwx");
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) walk.filter(path -> !Files.isSymbolicLink(path))::iterator) {
                Files.setPosixFilePermissions(file, all);
            }
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private String console() throws IOException {
        return Files.readString(folder.resolve("console.txt"));
    }
}
