package io.tailkeeper.trainer;

/** Told by a training how far it is, on its own thread, and asked whether to go on. */
public interface TrainingWatcher {

    /**
     * A step is done; told of every step, in order, but where the device takes several at a time of those together.
     *
     * @param done steps done
     * @param total steps of the generation
     * @param loss of the step, nats a token
     * @param tokens read in the step, prompts included, padding not
     * @param seconds the step took, or the mean of those it was taken with
     */
    void stepped(int done, int total, double loss, long tokens, double seconds);

    /** A loss or a gradient was no finite number: the training ends. */
    default void notFinite() {
        // most of them only ask how far it is
    }

    /** Held-out documents have been evaluated. */
    void evaluated(int done, int total);

    /** Whether nobody wants the result any more. */
    boolean cancelled();
}
