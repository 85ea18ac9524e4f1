package io.tailkeeper.trainer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.files.AllowedRoots;
import io.tailkeeper.contracts.specification.ModelSpecification;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowedModelTest {

    @TempDir
    Path folder;

    @Test
    void aModelThatLiesElsewhereIsRefused() {
        AllowedRoots allowed = AllowedRoots.of(List.of(folder.resolve("models")));

        assertThatThrownBy(
                        () -> AllowedModel.require(model(folder.resolve("other").toString()), allowed))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("model.pretrained " + folder + "/other lies outside")
                .hasMessageContaining("tailkeeper.trainer.allowed-roots");
        assertThatThrownBy(() -> AllowedModel.require(model("no\0path"), allowed))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageStartingWith("model.pretrained: ");
        assertThatCode(() ->
                        AllowedModel.require(model(folder.resolve("models/mine").toString()), allowed))
                .doesNotThrowAnyException();
        assertThatCode(() -> AllowedModel.require(model(null), allowed)).doesNotThrowAnyException();
    }

    private static ModelSpecification model(String pretrained) {
        return new ModelSpecification(1, 2, 32, 32, 300, null, pretrained);
    }
}
