package io.tailkeeper.languagemodel.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tailkeeper.languagemodel.ModelDevice;
import org.junit.jupiter.api.Test;

class ScriptedOperatorTest {

    @Test
    void givesItsResultInTheManagerOfItsFirstInput() {
        ScriptedOperator silu = ScriptedOperator.of(ScriptedOperator.class, "silu");
        try (NDManager manager = ModelDevice.newManager();
                NDManager scope = manager.newSubManager()) {
            NDArray y = silu.apply(scope.create(new float[] {-1, 0, 2}));
            assertThat(y.getManager()).isSameAs(scope);
            assertThat(y.toFloatArray()).usingComparatorWithPrecision(1e-6f).containsExactly(-0.268941f, 0, 1.761594f);
        }
    }

    @Test
    void saysWhichSourceIsMissing() {
        assertThatThrownBy(() -> ScriptedOperator.of(ScriptedOperatorTest.class, "none"))
                .hasMessage(
                        "operator none.py is missing beside io.tailkeeper.languagemodel.transformer.ScriptedOperatorTest");
    }

    @Test
    void showsTheLineThatPyTorchDoesNotUnderstand() {
        assertThatThrownBy(() -> ScriptedOperator.of(ScriptedOperatorTest.class, "wrong"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("return torch.no_such_operator(x)");
    }
}
