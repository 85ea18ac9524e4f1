package io.tailkeeper.languagemodel.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Casts between float32 and bfloat16 that gradients flow through. DJL's own end the process at a bfloat16, whose type it
 * calls unknown.
 */
final class Casts {

    private static final ScriptedOperator TO_BFLOAT16 = ScriptedOperator.of(Casts.class, "to_bfloat16");
    private static final ScriptedOperator TO_FLOAT32 = ScriptedOperator.of(Casts.class, "to_float32");
    private static final ScriptedOperator TYPE_AS = ScriptedOperator.of(Casts.class, "type_as");

    private Casts() {}

    static NDArray toBfloat16(NDArray x) {
        return TO_BFLOAT16.apply(x);
    }

    /** {@code x} itself where it is float32 already. */
    static NDArray toFloat32(NDArray x) {
        return x.getDataType() == DataType.FLOAT32 ? x : TO_FLOAT32.apply(x);
    }

    /** A float32 {@code x} in the numbers of {@code other}; itself where those are float32 too. */
    static NDArray like(NDArray other, NDArray x) {
        return other.getDataType() == DataType.FLOAT32 ? x : TYPE_AS.apply(x, other);
    }
}
