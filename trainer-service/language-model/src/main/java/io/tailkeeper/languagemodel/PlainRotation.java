package io.tailkeeper.languagemodel;

/** The turns of {@link RotaryPositions}, for one position of one row at a time. */
final class PlainRotation {

    private final float[][] cosines; // (T, D / 2)
    private final float[][] sines;
    private final int heads;
    private final int half;

    PlainRotation(ModelConfig config, Family.Llama family) {
        heads = config.heads() + family.keyValueHeads();
        half = family.headSize() / 2;
        cosines = new float[config.contextLength()][half];
        sines = new float[config.contextLength()][half];
        for (int pair = 0; pair < half; pair++) {
            double speed = Math.pow(family.rotaryBase(), -2.0 * pair / family.headSize());
            for (int position = 0; position < config.contextLength(); position++) {
                cosines[position][pair] = (float) Math.cos(position * speed);
                sines[position][pair] = (float) Math.sin(position * speed);
            }
        }
    }

    /** Turns the heads of queries and keys, which lie side by side at the beginning. */
    void turn(float[] projected, int position) {
        float[] cosine = cosines[position];
        float[] sine = sines[position];
        for (int head = 0; head < heads; head++) {
            int one = head * 2 * half;
            int other = one + half;
            for (int pair = 0; pair < half; pair++) {
                float real = projected[one + pair];
                float imaginary = projected[other + pair];
                projected[one + pair] = real * cosine[pair] - imaginary * sine[pair];
                projected[other + pair] = real * sine[pair] + imaginary * cosine[pair];
            }
        }
    }
}
