package io.tailkeeper.local;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.process.ProcessException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The models on disk that runs begin with, or that write for them: opened before anything is started, by a process that has PyTorch. */
final class GivenModels {

    private static final int REFUSED = 2;

    private GivenModels() {}

    /**
     * Opens each once, weights and tokenizer, as the trainer will.
     *
     * @param events told that it takes a while
     * @throws ExperimentException when one is refused
     * @throws ProcessException when the process that opens them fails itself
     */
    static void check(List<RunRequested> requests, Consumer<String> events) throws IOException, InterruptedException {
        List<String> models = requests.stream()
                .map(RunRequested::specification)
                .flatMap(run -> Stream.of(
                        Optional.ofNullable(run.model().pretrained()), Optional.ofNullable(run.foreignWriter())))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (models.isEmpty()) {
            return;
        }
        events.accept("checking model " + String.join(", ", models));
        Process process = Program.MODEL_CHECK.start(models);
        List<String> told = Program.told(process).toList();
        int status = process.waitFor();
        if (status == REFUSED && !told.isEmpty()) {
            throw new ExperimentException("model: " + told.getLast());
        }
        if (status != 0) {
            throw new ProcessException("the program that opens models ended with status " + status
                    + (told.isEmpty() ? "" : ": " + String.join("\n", told)));
        }
    }
}
