package io.tailkeeper.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.languagemodel.CheckpointException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFilesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/plain/m",
                "/a b/m",
                "/100%/m",
                "/100%25/m",
                "/a,b;c=d/m",
                "/a:b/m",
                "/Ωλж日本/m",
                "/#a?b/m",
                "/a\"b'/m",
                "//x/m"
            })
    void aFileUriLeadsBackToItsPath(String path) {
        assertThat(LocalFiles.of(Path.of(path).toUri())).isEqualTo(Path.of(path));
        assertThat(LocalFiles.of(URI.create(Path.of(path).toUri().toASCIIString())))
                .isEqualTo(Path.of(path));
    }

    @Test
    void aPlainPathIsTheFileItself() {
        assertThat(LocalFiles.of(URI.create("/checkpoints/a/model.safetensors")))
                .isEqualTo(LocalFiles.of(URI.create("file:///checkpoints/a/model.safetensors")))
                .isEqualTo(LocalFiles.of(URI.create("file:/checkpoints/a/model.safetensors")));
        assertThat(LocalFiles.of(URI.create("/a%20b/m"))).isEqualTo(Path.of("/a%20b/m"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.safetensors",
                "file:model.safetensors",
                "file://host/model.safetensors",
                "file:///model?x=1",
                "file:///model%00",
                "http://127.0.0.1/model.safetensors",
                "jar:file:///a.jar!/model.safetensors",
                "hf:gpt2"
            })
    void whatIsNoFileOfThisMachineIsRefused(String uri) {
        assertThatThrownBy(() -> LocalFiles.of(URI.create(uri)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(uri, "is no file of this machine", "file:///path", "s3://BUCKET/KEY");
    }
}
