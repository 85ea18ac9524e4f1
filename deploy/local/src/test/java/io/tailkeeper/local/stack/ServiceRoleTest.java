package io.tailkeeper.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
        assertThat(child.command())
                .as("a process that lives on after it ran out of memory has threads that do nothing")
                .contains("-XX:+ExitOnOutOfMemoryError");
    }
}
