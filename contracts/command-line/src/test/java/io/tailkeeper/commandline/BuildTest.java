package io.tailkeeper.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BuildTest {

    private static String commit(String properties) throws IOException {
        return Build.commit(new ByteArrayInputStream(properties.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aCommitSaysWhetherFilesWereChanged() throws IOException {
        assertThat(commit("git.commit.id.abbrev=0a1b2c3\ngit.dirty=false\n")).isEqualTo("0a1b2c3");
        assertThat(commit("git.commit.id.abbrev=0a1b2c3\ngit.dirty=true\n")).isEqualTo("0a1b2c3+");
        assertThat(commit("")).isNull();
    }

    @Test
    void versionAndCommitAreOneWord() {
        assertThat(new Build("1.2.3", "0a1b2c3")).hasToString("1.2.3 (0a1b2c3)");
        assertThat(new Build("1.2.3", null)).hasToString("1.2.3");
        assertThat(Build.here().version()).isNotEmpty();
    }
}
