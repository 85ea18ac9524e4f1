package io.tailkeeper.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.process.ChildSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceRoleTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Service.class)
    void everyServiceIsToldItsNameAndItsFolder(Service service) throws IOException {
        Path program = service.program(folder);
        Files.createDirectories(program.getParent());
        Files.createFile(program);
        RunDirectory directory = new RunDirectory(folder.resolve("run"));

        ChildSpecification child = new ServiceRole(
                        service, folder, directory, Map.of("KAFKA_BOOTSTRAP_SERVERS", "x:1"), StackOptions.on("cpu"))
                .specification(20_001);

        assertThat(child.environment())
                .containsEntry("TAILKEEPER_INSTANCE_ID", service.word() + "-0")
                .containsEntry(
                        "TAILKEEPER_DIRECTORY", directory.data(service.word()).toString())
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "x:1")
                .containsEntry("QUARKUS_HTTP_PORT", "20001");
        assertThat(directory.data(service.word())).isDirectory();
        assertThat(child.command()).contains("@" + service.options(folder));
        assertThat(service.options(Path.of("../..")))
                .as("a process that lives on after it ran out of memory has threads that do nothing")
                .content()
                .containsPattern("(?m)^-Xmx\\d+m$")
                .contains("-XX:+ExitOnOutOfMemoryError");
        assertThat(child.command())
                .as("a crash is told of among the logs")
                .contains("-XX:ErrorFile=" + directory.logs() + "/" + service.word() + "-%p.hs_err.log");
        assertThat(child.environment().keySet().stream().filter(name -> name.endsWith("_ALLOWED_ROOTS")))
                .as("nothing but the built-in corpus may be read unless somebody named it")
                .isEmpty();
    }

    @Test
    void whatRunsMayReadIsToldToThoseThatRead() throws IOException {
        StackOptions options = StackOptions.on("cpu").reading(List.of(Path.of("/a, b"), Path.of("/c\\d")));

        assertThat(environment(Service.GENERATOR, options))
                .containsEntry("TAILKEEPER_GENERATOR_ALLOWED_ROOTS", "/a\\, b,/c\\\\d");
        assertThat(environment(Service.TRAINER, options))
                .containsEntry("TAILKEEPER_TRAINER_ALLOWED_ROOTS", "/a\\, b,/c\\\\d");
        assertThat(environment(Service.METRICS, options))
                .containsEntry("TAILKEEPER_METRICS_ALLOWED_ROOTS", "/a\\, b,/c\\\\d");
        assertThat(environment(Service.DETECTOR, options)).doesNotContainKey("TAILKEEPER_DETECTOR_ALLOWED_ROOTS");
    }

    @Test
    void experimentsAreStartedFromThePageOfServicesThatStayAlone() throws IOException {
        assertThat(environment(Service.METRICS, StackOptions.on("cpu")))
                .containsEntry("TAILKEEPER_METRICS_STARTS", "false");
        assertThat(environment(Service.METRICS, StackOptions.on("cpu").staying()))
                .containsEntry("TAILKEEPER_METRICS_STARTS", "true");
    }

    @Test
    void detectorsFoldersMayHaveCommasInTheirNames() throws IOException {
        StackOptions options = new StackOptions("cpu", List.of("encoder", "mine=/a,b"), Map.of());

        assertThat(environment(Service.DETECTOR, options))
                .containsEntry("TAILKEEPER_DETECTOR_DETECTORS", "encoder,mine=/a\\,b");
        assertThat(options.detectorFolders()).containsExactly("mine");
    }

    private Map<String, String> environment(Service service, StackOptions options) throws IOException {
        Path program = service.program(folder);
        Files.createDirectories(program.getParent());
        Files.write(program, new byte[0]);
        RunDirectory directory = new RunDirectory(folder.resolve("run"));
        return new ServiceRole(service, folder, directory, Map.of(), options)
                .specification(20_001)
                .environment();
    }
}
