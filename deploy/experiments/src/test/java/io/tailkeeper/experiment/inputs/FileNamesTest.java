package io.tailkeeper.experiment.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileNamesTest {

    private static Optional<String> fault(String... arguments) {
        return FileNames.fault(List.of(arguments), Path.of("."), Path.of("."));
    }

    /** Otherwise an unset variable of a shell would be the current folder. */
    @Test
    void anEmptyValueIsRefused() {
        assertThat(fault("run", "--corpus", "")).hasValue("--corpus has an empty value; a variable that is not set?");
        assertThat(fault("run", "--output=")).hasValue("--output= has an empty value; a variable that is not set?");
        assertThat(fault("generate", "--prompt", "")).isEmpty();
        assertThat(fault("run", "--corpus", "texts")).isEmpty();
    }
}
