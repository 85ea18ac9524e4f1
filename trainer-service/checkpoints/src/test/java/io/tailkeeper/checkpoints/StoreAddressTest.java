package io.tailkeeper.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.languagemodel.CheckpointException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAddressTest {

    @Test
    void aNameLeadsToAUriAndBack() {
        StoreAddress address = StoreAddress.of("s3://models/tailkeeper/main/");
        String name = StoreAddress.folder(new GenerationKey("arm-1", 3)) + "model.safetensors";

        assertThat(name).isEqualTo("arm-1/generation-3/model.safetensors");
        assertThat(address.uri(name)).hasToString("s3://models/tailkeeper/main/arm-1/generation-3/model.safetensors");
        assertThat(address.name(address.uri(name))).isEqualTo(name);
        assertThat(address.key(name)).isEqualTo("tailkeeper/main/" + name);
        assertThat(address).hasToString("s3://models/tailkeeper/main/");
    }

    @Test
    void aWholeBucketIsAnAddressToo() {
        StoreAddress address = StoreAddress.of("s3://models");

        assertThat(address.prefix()).isEmpty();
        assertThat(address.name(URI.create("s3://models/run/generation-0/model.safetensors")))
                .isEqualTo("run/generation-0/model.safetensors");
    }

    @Test
    void aNameThatNoStoreTakesIsRefused() {
        URI longest = URI.create("s3://models/main/" + "x".repeat(1_025));

        assertThatThrownBy(() -> StoreAddress.of("s3://models/main").name(longest))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("its name has more than 1024 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://other/main/run/model.safetensors",
                "s3://models/elsewhere/model.safetensors",
                "s3://models/mainland/model.safetensors",
                "s3://models/main/../elsewhere/model.safetensors",
                "s3://models/main/%2e%2e/elsewhere/model.safetensors",
                "s3://models/main//model.safetensors",
                "s3://models/main/a%5c..%5cb/model.safetensors",
                "s3://models/main/",
                "s3://models",
                "s3:models/main/model.safetensors",
                "s3://user:secret@models/main/model.safetensors",
                "s3://models:9000/main/model.safetensors",
                "s3://models/main/model.safetensors?versionId=7",
                "s3://models/main/model.safetensors#x",
                "http://models/main/model.safetensors"
            })
    void whatLiesOutsideHasNoName(String uri) {
        assertThatThrownBy(() -> StoreAddress.of("s3://models/main").name(URI.create(uri)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(uri, "tailkeeper.checkpoints.store", "s3://models/main/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:/x",
                "s3://",
                "s3:models",
                "s3://A",
                "s3://models/../x",
                "s3://models/a b",
                "https://models",
                ""
            })
    void whatIsNoAddressIsRefused(String setting) {
        assertThatThrownBy(() -> StoreAddress.of(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tailkeeper.checkpoints.store");
    }
}
