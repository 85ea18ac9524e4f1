package io.tailkeeper.experiment.inputs;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.experiment.Setting;
import io.tailkeeper.texts.CorpusLayout;
import io.tailkeeper.texts.DocumentGatherer;
import io.tailkeeper.texts.FileList;
import io.tailkeeper.texts.Split;
import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.reading.CorpusReading;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Somebody's own corpus. */
public final class CorpusPath {

    private record Wanted(CorpusSpecification corpus, int documentWords) {}

    private CorpusPath() {}

    /**
     * What {@code --corpus} sets in the specification.
     *
     * @throws ExperimentException when nothing there can be read as text
     */
    public static List<Setting> settings(Path given) {
        Path path = given.toAbsolutePath().normalize();
        try {
            FileList.of(path);
        } catch (TextException e) {
            throw new ExperimentException("--corpus " + e.getMessage());
        }
        return source(path);
    }

    /**
     * The same of a path on the machines of an installation, which nobody here can look at.
     *
     * @throws ExperimentException when it is relative
     */
    public static List<Setting> there(Path given) {
        if (!given.isAbsolute()) {
            throw new ExperimentException("--corpus " + given
                    + " is relative, but with --bootstrap it names a file or folder where the generator runs; give it"
                    + " from the root on, as the generator sees it");
        }
        return source(given);
    }

    private static List<Setting> source(Path path) {
        // Quoted, so that YAML leaves every path as it is.
        return List.of(new Setting("corpus.source", "'" + path.toString().replace("'", "''") + "'"));
    }

    /**
     * Reads the corpora of some runs, as the generator will.
     *
     * @param events told now and then how far it is, where it takes a while
     * @return for each corpus of files what was read, which files serve as what, what is skipped and why
     * @throws ExperimentException when one cannot be used
     */
    public static List<String> survey(List<RunRequested> requests, Consumer<String> events) {
        Set<Wanted> corpora = new LinkedHashSet<>();
        for (RunRequested request : requests) {
            RunSpecification run = request.specification();
            corpora.add(new Wanted(
                    run.corpus(), DocumentGatherer.documentWords(run.text().blockTokens())));
        }
        List<String> lines = new ArrayList<>();
        for (Wanted wanted : corpora) {
            List<String> told = read(wanted, events);
            if (!told.isEmpty()) {
                lines.add("corpus " + wanted.corpus().source() + ": " + told.getFirst());
                told.subList(1, told.size()).forEach(line -> lines.add("  " + line));
            }
        }
        return lines;
    }

    private static List<String> read(Wanted wanted, Consumer<String> events) {
        try {
            CorpusLayout layout = CorpusLayout.of(wanted.corpus());
            CorpusReading reading = new CorpusReading(layout, wanted.corpus().textColumn(), wanted.documentWords());
            ReadingNews news = ReadingNews.of(layout, events, InstantSource.system());
            for (Split split : Split.values()) {
                if (layout.has(split)) {
                    reading.read(split, news::read);
                }
            }
            if (reading.texts() == 0 && !wanted.corpus().source().equals(CorpusSpecification.WORDNET)) {
                throw new ExperimentException(
                        "corpus " + wanted.corpus().source() + " holds no text: " + String.join("; ", reading.lines()));
            }
            return reading.lines();
        } catch (TextException e) {
            throw new ExperimentException("corpus " + e.getMessage());
        } catch (OutOfMemoryError e) {
            throw new ExperimentException("corpus " + wanted.corpus().source()
                    + " has a text or a column page that does not fit into memory; cut it into several");
        }
    }
}
