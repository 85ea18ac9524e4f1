package io.tailkeeper.experiment.inputs;

import io.tailkeeper.texts.CorpusLayout;
import io.tailkeeper.texts.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Consumer;

/** How far the reading of a corpus is, told where it takes a while. */
final class ReadingNews {

    static final Duration EVERY = Duration.ofSeconds(5);

    private static final double MEGABYTE = 1e6;

    private final long files;
    private final Consumer<String> events;
    private final InstantSource clock;
    private Instant last;
    private long text;

    /**
     * @param files bytes of all files
     * @param events told
     */
    ReadingNews(long files, Consumer<String> events, InstantSource clock) {
        this.files = files;
        this.events = events;
        this.clock = clock;
        this.last = clock.instant();
    }

    static ReadingNews of(CorpusLayout layout, Consumer<String> events, InstantSource clock) {
        long bytes = layout.files().values().stream()
                .flatMap(files -> files.stream())
                .mapToLong(ReadingNews::size)
                .sum();
        return new ReadingNews(bytes, events, clock);
    }

    private static long size(TextFile file) {
        try {
            return Files.size(file.path());
        } catch (IOException e) {
            return 0; // who reads it says so
        }
    }

    /** A document was read. */
    void read(String document) {
        text += document.getBytes(StandardCharsets.UTF_8).length;
        Instant now = clock.instant();
        if (!now.isBefore(last.plus(EVERY))) {
            last = now;
            events.accept(String.format(
                    Locale.ROOT,
                    "reading the corpus: %,.0f MB of text so far, from %,.0f MB of files",
                    text / MEGABYTE,
                    files / MEGABYTE));
        }
    }
}
