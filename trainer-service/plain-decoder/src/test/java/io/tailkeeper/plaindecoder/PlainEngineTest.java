package io.tailkeeper.plaindecoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.tailkeeper.languagemodel.DecodingEngine;
import io.tailkeeper.languagemodel.ModelConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlainEngineTest {

    @Test
    void smallModelsWriteInPlainJavaOnTheCpuOnly() {
        ModelConfig quickstart = ModelConfig.preset("quickstart");
        assertThat(new PlainEngine().suits(ModelConfig.preset("nano"), Device.cpu(), 64))
                .isTrue();
        assertThat(new PlainEngine().suits(ModelConfig.preset("nano"), Device.gpu(), 64))
                .isFalse();
        assertThat(new PlainEngine().suits(quickstart, Device.cpu(), 64)).isFalse();
        assertThat(new PlainEngine().suits(quickstart, Device.cpu(), 1)).isTrue();
        assertThat(new PlainEngine().suits(ModelConfig.preset("gpt2"), Device.cpu(), 1))
                .isFalse();
        ModelConfig manyWords = new ModelConfig(6, 6, 384, 256, 50_257);
        assertThat(new PlainEngine().suits(manyWords, Device.cpu(), 1)).isFalse();
    }

    @Test
    void theEngineIsFoundByItsServiceFile() {
        assertThat(DecodingEngine.installed()).singleElement().isInstanceOf(PlainEngine.class);
    }

    /** A program whose JVM knows no vectors. */
    static final class WithoutVectors {

        private WithoutVectors() {}

        public static void main(String[] arguments) {
            DecodingEngine engine = DecodingEngine.installed().getFirst();
            System.out.println(engine.suits(ModelConfig.preset("nano"), Device.cpu(), 64));
        }
    }

    @Test
    void aJvmWithoutTheModuleOfVectorsLeavesAllToTheTensorLibrary() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        WithoutVectors.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo("false");
    }
}
