package io.tailkeeper.languagemodel.models;

import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.ModelDevice;
import java.io.PrintStream;
import java.nio.file.Path;

/** Opens models as whoever works with them does: a program that says beforehand whether they are sound. */
public final class ModelCheck {

    /** What was asked for cannot be done as it stands. */
    private static final int REFUSED = 2;

    private ModelCheck() {}

    /**
     * Opens models.
     *
     * @param models paths, opened one after another
     */
    public static void main(String[] models) {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        ModelDevice.choose("cpu");
        System.exit(run(models, System.err));
    }

    /** Exit status 0, or 2 with a line that says what is wrong with the first model that is refused. */
    static int run(String[] models, PrintStream err) {
        for (String model : models) {
            try {
                Models.open(Path.of(model)).close();
            } catch (CheckpointException e) {
                err.println(e.getMessage());
                return REFUSED;
            }
        }
        return 0;
    }
}
