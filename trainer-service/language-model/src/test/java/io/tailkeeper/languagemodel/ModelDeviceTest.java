package io.tailkeeper.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.tailkeeper.languagemodel.models.Models;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDeviceTest {

    @AfterEach
    void leaveItToTheEngine() {
        ModelDevice.choose("auto");
    }

    @Test
    void autoIsWhatTheEngineWouldTake() {
        ModelDevice.choose("auto");
        assertThat(ModelDevice.current()).isEqualTo(Engine.getEngine("PyTorch").defaultDevice());
    }

    @Test
    void modelsAreMadeOnTheChosenDevice() {
        ModelDevice.choose("cpu");
        try (NDManager manager = ModelDevice.newManager();
                LanguageModel model = Models.initialise(new ModelConfig(1, 2, 8, 8, 300), 1)) {
            assertThat(manager.getDevice()).isEqualTo(Device.cpu());
            assertThat(model.parameters().values()).isNotEmpty().allSatisfy(weight -> assertThat(weight.getDevice())
                    .isEqualTo(Device.cpu()));
        }
    }

    @Test
    void aCudaDeviceMustBeThere() {
        assertThat(ModelDevice.cuda("cuda:1", 2)).isEqualTo(Device.gpu(1));
        assertThatThrownBy(() -> ModelDevice.cuda("cuda:2", 2))
                .hasMessageContaining("device cuda:2 is not there: PyTorch sees 2 CUDA devices, cuda:0 to cuda:1");
        assertThatThrownBy(() -> ModelDevice.cuda("cuda:0", 0)).hasMessageContaining("PyTorch sees no CUDA device");
        int devices = Engine.getEngine("PyTorch").getGpuCount();
        assertThatThrownBy(() -> ModelDevice.choose("cuda:" + devices))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda", "cuda:", "cuda:-1", "CPU", "cuda:1000"})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> ModelDevice.choose(name))
                .hasMessage("device \"" + name + "\" is unknown; give auto, cpu or cuda:N, N from 0");
    }
}
