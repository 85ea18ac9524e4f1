package io.tailkeeper.trainer.kafka;

import io.tailkeeper.contracts.AtomicFile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the batches of a generation lie on their topic; kept in a file beside the training state.
 *
 * @param partition the partition
 * @param first offset of batch 0
 * @param last offset of the last batch
 */
record PublishedBatches(int partition, long first, long last) {

    void save(Path file) {
        Properties properties = new Properties();
        properties.setProperty("partition", Integer.toString(partition));
        properties.setProperty("first", Long.toString(first));
        properties.setProperty("last", Long.toString(last));
        try {
            StringWriter text = new StringWriter();
            properties.store(text, null);
            AtomicFile.write(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** What {@link #save} wrote; empty where it did not, or not readably: batches can always be published again. */
    static Optional<PublishedBatches> load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return Optional.of(new PublishedBatches(
                    Integer.parseInt(properties.getProperty("partition")),
                    Long.parseLong(properties.getProperty("first")),
                    Long.parseLong(properties.getProperty("last"))));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read; check the rights of its folder", e);
        }
    }
}
