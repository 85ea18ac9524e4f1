package io.tailkeeper.bench.fuzz;

import io.tailkeeper.contracts.testing.fuzz.Fuzz;
import io.tailkeeper.contracts.testing.fuzz.RecordMutator;
import io.tailkeeper.contracts.testing.fuzz.RecordReader;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.DecodingStrategy;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.TextGenerator;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.pretrained.classifier.ClassifierSettings;
import io.tailkeeper.pretrained.classifier.SequenceClassifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Small valid models of which one file is changed: opening and using one must accept or refuse it, in one line, in time and
 * in the memory there is. The model that is being opened lies in {@code case} of the folder, also after the process ended
 * over it.
 */
public final class ModelFileFuzz {

    private static final String TEXT = "w3 a <name> it's 12 b";
    private static final int WRITTEN = 3; // tokens
    private static final int LONGEST_REFUSAL = 4000;

    private final Path originals;
    private final Path opened;
    private final List<Path> files;
    private final long seed;

    /**
     * Writes the models.
     *
     * @param folder for them, and for the one that is changed
     * @param seed that decides every change
     */
    public ModelFileFuzz(Path folder, long seed) throws IOException {
        originals = folder.resolve("originals");
        opened = folder.resolve("case");
        this.seed = seed;
        ModelFolders.write(originals);
        try (Stream<Path> all = Files.walk(originals)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /**
     * Opens changed models.
     *
     * @param models how many
     * @param progress is told after each how many were opened
     */
    public Fuzz.Result run(long models, LongConsumer progress) {
        return new Fuzz(List.of(new RecordReader("models", this::open))).run(this::mutated, models, progress);
    }

    /** The changed file of an index, from 0; in place of a topic it has the model's name and its own. */
    RecordMutator.Mutated mutated(long index) {
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() + index);
        Path file = files.get(random.nextInt(files.size()));
        Path other = files.get(random.nextInt(files.size()));
        try {
            String name = file.getFileName().toString();
            return new RecordMutator.Mutated(
                    originals.relativize(file).toString(),
                    ModelFileMutator.mutate(name, Files.readAllBytes(file), Files.readAllBytes(other), random));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open(String place, byte[] body) throws IOException {
        Path changed = Path.of(place);
        String model = changed.getName(0).toString();
        for (Path file : files) {
            Path to = opened.resolve(originals.resolve(model).relativize(file));
            if (file.startsWith(originals.resolve(model))) {
                Files.createDirectories(to.getParent());
                Files.write(to, file.endsWith(changed) ? body : Files.readAllBytes(file));
            }
        }
        try {
            use(model);
        } catch (CheckpointException | DataException | IllegalArgumentException e) {
            throw refusal(e);
        } finally {
            delete(opened);
        }
    }

    private void use(String model) throws IOException {
        if (model.equals(ModelFolders.CLASSIFIER)) {
            try (SequenceClassifier classifier = SequenceClassifier.open(opened, ClassifierSettings.of("1"))) {
                classifier.logit(TEXT);
            }
            return;
        }
        try (PretrainedModel pretrained = Models.open(opened)) {
            int[] prompt = pretrained.tokenizer().encodeDocument("a");
            pretrained.tokenizer().decode(pretrained.tokenizer().encode(TEXT));
            new TextGenerator(pretrained.model())
                    .write(new int[][] {prompt}, WRITTEN, new DecodingStrategy.Greedy(), new long[1]);
        }
    }

    private static RejectedMessageException refusal(RuntimeException refusal) {
        String message = String.valueOf(refusal.getMessage());
        if (message.isBlank() || message.lines().count() > 1 || message.length() > LONGEST_REFUSAL) {
            throw new IllegalStateException("a refusal that is no line: " + message, refusal);
        }
        return new RejectedMessageException(message, refusal);
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
