package io.tailkeeper.texts;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.texts.Skipped.Reason;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a corpus serve as what. A folder whose files are named by published splits, train and at least one of
 * validation and test, is read by them; anything else is one source that held-out parts are cut from.
 *
 * @param location of the source
 * @param files by what they serve as; {@link Split#TRAIN} is the source itself, the others are there only where the corpus
 *     has files of their own for them
 * @param skipped what is not read
 */
public record CorpusLayout(Path location, Map<Split, List<TextFile>> files, List<Skipped> skipped) {

    public CorpusLayout {
        files = Map.copyOf(files);
        skipped = List.copyOf(skipped);
    }

    /**
     * The layout of a corpus; where its source is built in, of the held-out parts that are files. Where a held-out part is
     * named, the names of the source's files say nothing; those that the named part holds are left out of the source.
     *
     * @throws TextException when a file or folder of it cannot be used
     */
    public static CorpusLayout of(CorpusSpecification corpus) {
        Optional<Path> source = path(corpus.source());
        Optional<Path> validation = path(corpus.validationSource());
        Optional<Path> test = path(corpus.testSource());
        if (source.isPresent() && validation.isEmpty() && test.isEmpty()) {
            return bySplit(FileList.of(source.get()));
        }
        Map<Split, List<TextFile>> files = new EnumMap<>(Split.class);
        List<Skipped> skipped = new ArrayList<>();
        validation.ifPresent(path -> files.put(Split.VALIDATION, heldOut(path, source, skipped)));
        test.ifPresent(path -> files.put(Split.TEST, heldOut(path, source, skipped)));
        if (source.isEmpty()) {
            return new CorpusLayout(Path.of(corpus.source()), files, skipped);
        }
        FileList list = FileList.of(source.get());
        skipped.addAll(list.skipped());
        files.put(Split.TRAIN, rest(list, files, skipped));
        return new CorpusLayout(list.location(), files, skipped);
    }

    /** A file or folder that is named; empty where none is, or the built-in corpus. */
    private static Optional<Path> path(@Nullable String location) {
        if (location == null || location.equals(CorpusSpecification.WORDNET)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(location).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw new TextException('"' + location + "\" is no file name (" + e.getMessage() + ")", e);
        }
    }

    private static List<TextFile> heldOut(Path named, Optional<Path> source, List<Skipped> skipped) {
        FileList list = FileList.of(named);
        if (source.filter(named::startsWith).isEmpty()) { // else the source lists it too
            skipped.addAll(list.skipped());
        }
        return list.files();
    }

    private static List<TextFile> rest(FileList list, Map<Split, List<TextFile>> heldOut, List<Skipped> skipped) {
        Set<Path> taken = new HashSet<>();
        heldOut.values().forEach(of -> of.forEach(file -> taken.add(FolderWalk.realPath(file.path()))));
        List<TextFile> rest = new ArrayList<>();
        for (TextFile file : list.files()) {
            if (taken.contains(FolderWalk.realPath(file.path()))) {
                skipped.add(new Skipped(list.relative(file), Reason.HELD_OUT));
            } else {
                rest.add(file);
            }
        }
        if (rest.isEmpty()) {
            throw new TextException(list.location() + " is the held-out part too; name other files as corpus.source");
        }
        return rest;
    }

    private static CorpusLayout bySplit(FileList list) {
        Map<Split, List<TextFile>> named = new EnumMap<>(Split.class);
        List<Skipped> rest = new ArrayList<>(list.skipped());
        for (TextFile file : list.files()) {
            Path relative = list.relative(file);
            Split.of(relative)
                    .ifPresentOrElse(
                            split -> named.computeIfAbsent(split, _ -> new ArrayList<>())
                                    .add(file),
                            () -> rest.add(new Skipped(relative, Reason.NO_SPLIT)));
        }
        boolean published = named.size() > 1 && named.containsKey(Split.TRAIN);
        return published
                ? new CorpusLayout(list.location(), named, rest)
                : new CorpusLayout(list.location(), Map.of(Split.TRAIN, list.files()), list.skipped());
    }

    /** Whether the corpus has files of its own for a held-out part. */
    public boolean has(Split split) {
        return files.containsKey(split);
    }

    /** What is skipped, one line a reason. */
    public List<String> skippedLines() {
        return SkippedLines.of(skipped);
    }

    /** The names of the files of a split, the first few. */
    public String named(Split split) {
        return SkippedLines.named(files.getOrDefault(split, List.of()).stream()
                .map(file -> file.path().startsWith(location) ? FileList.relative(location, file.path()) : file.path())
                .map(Path::toString)
                .toList());
    }
}
