package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that people call, in a tree of its own. */
class ScriptTest {

    /** The repository; tests run in a module two folders below it. */
    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private record Said(int status, String text) {}

    @Test
    void helpOfTheTestsIsHelpAndTouchesNothing() throws Exception {
        Path tree = tree("tree");
        Path report = Files.createDirectories(tree.resolve("module/target/surefire-reports"));
        Files.writeString(report.resolve("TEST-Some.xml"), "<testsuite tests=\"1\"/>");
        Map<Path, FileTime> before = files(tree);

        for (List<String> arguments : List.of(
                List.of("test", "--help"), List.of("test", "-h"), List.of("test", "-pl", "contracts", "--help"))) {
            Said said = run(tree, arguments);

            assertThat(said.status()).isZero();
            assertThat(said.text()).startsWith("Usage: ./tailkeeper test [--all] [MAVEN ARGUMENTS]");
        }

        assertThat(files(tree)).isEqualTo(before);
    }

    @Test
    void aTreeWithAColonInItsNameIsRefusedInOneLine() throws Exception {
        Path tree = tree("a:b");
        Map<Path, FileTime> before = files(tree);

        Said said = run(tree, List.of("run"));

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.text().lines())
                .containsExactly("tailkeeper: the folder " + tree.toRealPath()
                        + " has a colon in its name, which Java cannot load programs from; move it to one without");
        assertThat(files(tree)).isEqualTo(before);
    }

    @Test
    void theLauncherIsStartedAndNotTheJarOfItsTestsHoweverTheLocaleSorts() throws Exception {
        Path tree = builtTree();
        Path jdk = folder.resolve("jdk");
        executable(jdk.resolve("bin/javac"), "");
        executable(jdk.resolve("bin/java"), "echo \"$@\"");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"99\"\n");

        Said said = run(tree, List.of("presets"), Map.of("JAVA_HOME", jdk.toString()));

        Path target = tree.toRealPath().resolve("deploy/local/target");
        assertThat(said.text())
                .contains(" -cp " + target.resolve("local-2.jar") + ":" + target.resolve("lib") + "/* ")
                .endsWith("io.tailkeeper.local.Tailkeeper presets\n");
        assertThat(said.status()).isZero();
    }

    @Test
    void whatAnotherCommitLeftInTargetFoldersIsNotPackedAgain() throws Exception {
        Path tree = builtTree();
        Files.createFile(tree.resolve("deploy/local/pom.xml"));
        Path moved = tree.resolve("deploy/local/target/classes/moved.html");
        Path runs = tree.resolve("tailkeeper-runs/one/target/mine.txt");
        Path bin = folder.resolve("bin");
        executable(
                bin.resolve("mvn"),
                "case $1 in -v) echo Apache Maven 3.9.9 ;; *) ls deploy/local/target/classes 2>/dev/null"
                        + " | sed 's/^/[ERROR] /'; mkdir -p"
                        + " deploy/local/target/lib; : >deploy/local/target/local-2.jar ;; esac");
        executable(bin.resolve("javac"), "");
        executable(bin.resolve("java"), "");
        Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"99\"\n");
        Map<String, String> environment =
                Map.of("JAVA_HOME", folder.toString(), "PATH", bin + ":" + System.getenv("PATH"));
        git(tree, "init", "--quiet");
        for (boolean updated : List.of(true, true, false)) {
            for (Path file : List.of(moved, runs)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, "");
            }
            FileTime soon = FileTime.from(Instant.now().plusSeconds(60)); // newer than what is built
            Files.setLastModifiedTime(Files.write(tree.resolve("pom.xml"), new byte[0]), soon);
            if (updated) {
                git(tree, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "update");
            }

            Said said = run(tree, List.of("run"), environment);

            assertThat(said.status()).as(said.text()).isZero();
            assertThat(said.text().contains("moved.html")).as("packed again").isEqualTo(!updated);
            assertThat(runs).exists();
        }
    }

    @Test
    void aBuildThatFailsShowsItsErrorsAlone() throws Exception {
        Path tree = tree("failing");
        Path bin = folder.resolve("failing/bin");
        executable(
                bin.resolve("mvn"),
                "case $1 in -v) echo Apache Maven 3.9.9 ;; *) echo '[INFO] Building one 1 [1/2]';"
                        + " echo '[ERROR] broken'; exit 1 ;; esac");
        executable(bin.resolve("javac"), "");
        executable(bin.resolve("java"), "echo started");
        Files.writeString(tree.resolve("release"), "JAVA_VERSION=\"99\"\n");

        Said said = run(
                tree,
                List.of("presets"),
                Map.of("JAVA_HOME", tree.toString(), "PATH", bin + ":" + System.getenv("PATH")));

        assertThat(said.text().lines())
                .containsExactly(
                        "tailkeeper: building (2 to 5 minutes; longer while Maven fetches what it needs)",
                        "[ERROR] broken",
                        "tailkeeper: the build failed; its messages stand above. ./tailkeeper test builds with everything"
                                + " shown.");
        assertThat(said.status()).isEqualTo(1);
    }

    @Test
    void whatOnlyReadsIsContentWithAProgramThatIsOlderThanItsSources() throws Exception {
        Path tree = builtTree();
        Map<String, String> environment = fakes(tree, "echo \"[ERROR] built\"; exit 1", "echo started");
        Files.writeString(
                Files.createDirectories(tree.resolve("m/src/main/java")).resolve("New.java"), "");
        soon(tree.resolve("m/src/main/java/New.java"));

        for (List<String> arguments : List.of(
                List.of("--help"),
                List.of("--version"),
                List.of("run", "--help"),
                List.of("bench", "kills", "-h"),
                List.of("compare", "a", "b"),
                List.of("export", "a"),
                List.of("samples", "a"),
                List.of("presets"))) {
            Said said = run(tree, arguments, environment);

            assertThat(said.text().lines())
                    .as(arguments.toString())
                    .containsExactly(
                            "tailkeeper: the program is older than its sources; the next command that runs something"
                                    + " builds it",
                            "started");
            assertThat(said.status()).isZero();
        }
        assertThat(run(tree, List.of("run"), environment).text()).contains("[ERROR] built");
        Files.delete(tree.resolve("deploy/local/target/local-2.jar"));
        assertThat(run(tree, List.of("--help"), environment).text()).contains("[ERROR] built");
    }

    @Test
    void whatIsBuiltToBeRunIsNotJudgedByItsStyle() throws Exception {
        Path tree = tree("style");
        Map<String, String> environment = fakes(tree, "echo \"[ERROR] $*\"; exit 1", "");

        String built = run(tree, List.of("run"), environment).text();

        assertThat(built)
                .contains(
                        "-Dspotless.check.skip=true",
                        "-Dcheckstyle.skip=true",
                        "-Dcompiler.warnings.fail=false",
                        " package");
        assertThat(run(tree, List.of("test"), environment).text())
                .contains(" verify")
                .doesNotContain("skip=", "warnings.fail", "-Pall-tests");
    }

    @Test
    void allTestsAreThoseOfTheProfileToo() throws Exception {
        Map<String, String> environment = fakes(tree("all"), "echo \"[ERROR] $*\"; exit 1", "");

        assertThat(run(folder.resolve("all"), List.of("test", "--all", "-o"), environment)
                        .text())
                .contains(" verify -Pall-tests -o");
    }

    @Test
    void whoWaitsForTheBuildOfAnotherSaysSo() throws Exception {
        Path tree = builtTree();
        Map<String, String> environment = fakes(tree, "echo \"[ERROR] built\"; exit 1", "echo started");
        Path packaged = tree.resolve("target/tailkeeper.packaged");
        Files.delete(packaged);
        Process other = new ProcessBuilder("flock", "target/tailkeeper.lock", "sh", "-c", "echo building; read end")
                .directory(tree.toFile())
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("building");
            Process waiting = start(tree, List.of("presets"), environment);
            BufferedReader said = waiting.inputReader();

            assertThat(said.readLine()).isEqualTo("tailkeeper: another ./tailkeeper is building; waiting");
            Files.createFile(packaged);
            other.outputWriter().close();

            assertThat(said.lines()).containsExactly("started");
            assertThat(waiting.waitFor()).isZero();
        } finally {
            other.destroy();
        }
    }

    @Test
    void nothingIsBuiltUnderAProgramThatRuns() throws Exception {
        Path tree = builtTree();
        Map<String, String> environment = fakes(tree, "echo \"[ERROR] built\"; exit 1", "echo started; read end");
        Process running = start(tree, List.of("run"), environment);
        try {
            assertThat(running.inputReader().readLine()).isEqualTo("started");
            Files.writeString(tree.resolve("pom.xml"), "");
            soon(tree.resolve("pom.xml"));

            for (String command : List.of("run", "test")) {
                Said said = run(tree, List.of(command), environment);

                assertThat(said.text())
                        .startsWith("tailkeeper: another ./tailkeeper runs with the programs of this folder")
                        .doesNotContain("[ERROR] built");
                assertThat(said.status()).isEqualTo(1);
            }
            assertThat(run(tree, List.of("compare"), environment).text()).contains("started");
            running.outputWriter().close();
            int unused = running.waitFor();
            assertThat(run(tree, List.of("run"), environment).text()).contains("[ERROR] built");
        } finally {
            running.destroy();
        }
    }

    private static void soon(Path file) throws IOException {
        Path unused =
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
    }

    /** An environment with a JDK and a Maven that do what is said. */
    private Map<String, String> fakes(Path tree, String maven, String java) throws IOException {
        Path home = folder.resolve("home of " + tree.getFileName());
        executable(home.resolve("bin/mvn"), "case $1 in -v) echo Apache Maven 3.9.9 ;; *) " + maven + " ;; esac");
        executable(home.resolve("bin/javac"), "");
        executable(home.resolve("bin/java"), java);
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"99\"\n");
        return Map.of("JAVA_HOME", home.toString(), "PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    }

    private static void git(Path tree, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(tree.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
    }

    /** A tree that the script takes for built. */
    private Path builtTree() throws IOException {
        Path tree = tree("built");
        for (String program : List.of(
                "deploy/local/target/lib",
                "deploy/bench/target/lib",
                "deploy/conformance/target/lib",
                "detector-service/pretrained/target/lib")) {
            Files.createDirectories(tree.resolve(program));
        }
        for (String service : List.of(
                "generator-service", "detector-service/service", "trainer-service/service", "metrics-service")) {
            Path app = Files.createDirectories(tree.resolve(service).resolve("target/quarkus-app"));
            Files.createFile(app.resolve("quarkus-run.jar"));
        }
        for (String jar : List.of("local-1-tests.jar", "local-2.jar", "local-3-tests.jar")) {
            Files.createFile(tree.resolve("deploy/local/target").resolve(jar));
        }
        Files.createDirectories(tree.resolve("target"));
        Files.createFile(tree.resolve("target/tailkeeper.packaged"));
        return tree;
    }

    private static void executable(Path file, String does) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + does + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Path tree(String name) throws IOException {
        Path tree = Files.createDirectory(folder.resolve(name));
        Files.copy(REPOSITORY.resolve("tailkeeper"), tree.resolve("tailkeeper"));
        return tree;
    }

    private static Said run(Path tree, List<String> arguments) throws IOException, InterruptedException {
        return run(tree, arguments, Map.of());
    }

    private static Said run(Path tree, List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        Process process = start(tree, arguments, environment);
        process.outputWriter().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    private static Process start(Path tree, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", tree.resolve("tailkeeper").toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(tree.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Map<Path, FileTime> files(Path tree) throws IOException {
        Map<Path, FileTime> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(tree)) {
            for (Path file : (Iterable<Path>) walk::iterator) {
                files.put(file, Files.getLastModifiedTime(file));
            }
        }
        return files;
    }
}
