package io.tailkeeper.bench.fuzz;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.labelled.LabelledFiles;
import io.tailkeeper.texts.CorpusLayout;
import io.tailkeeper.texts.DocumentGatherer;
import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.reading.CorpusReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/** Mutated files of texts given to the readers of corpora and of labelled texts: each must accept or refuse, in time. */
final class CorpusFileFuzz {

    private static final int PATIENCE_SECONDS = 60; // a slow machine is no fault
    private static final int MAX_FINDINGS = 10;
    private static final int BLOCK_TOKENS = 64;

    /** Something that reads a folder. */
    @FunctionalInterface
    interface FolderReading {

        /** Accepts by returning; refuses by a {@link TextException} or {@link DataException}. */
        void read(Path folder);
    }

    /**
     * What came out.
     *
     * @param folders that were read
     * @param accepted answers of readers
     * @param refused answers of readers
     * @param findings what else came out, at most ten; the files that it came out of are named
     */
    record Result(long folders, long accepted, long refused, List<String> findings) {}

    private final Map<String, FolderReading> readers;
    private final Path kept;
    private final List<String> findings = new ArrayList<>();
    private long accepted;
    private long refused;

    /**
     * @param readers by name
     * @param kept where the files of a finding are left
     */
    CorpusFileFuzz(Map<String, FolderReading> readers, Path kept) {
        this.readers = new LinkedHashMap<>(readers);
        this.kept = kept;
    }

    /** The product's own readers. */
    static Map<String, FolderReading> readers() {
        Map<String, FolderReading> readers = new LinkedHashMap<>();
        readers.put("corpus", folder -> new CorpusReading(
                        CorpusLayout.of(new CorpusSpecification(folder.toString(), "text", null, null)),
                        "text",
                        DocumentGatherer.documentWords(BLOCK_TOKENS))
                .whole());
        readers.put("labelled texts", folder -> LabelledFiles.read(List.of(folder)));
        return readers;
    }

    /**
     * Reads the first folders of a seed; stops early after ten findings, and where a reader gives no answer.
     *
     * @param progress is told after each folder how many were read
     */
    Result run(long seed, long folders, LongConsumer progress) throws IOException {
        FileMutator mutator = new FileMutator(seed);
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("file fuzz").factory());
        Path work = Files.createTempDirectory("tailkeeper-fuzz");
        long read = 0;
        boolean answering = true;
        while (answering && read < folders && findings.size() < MAX_FINDINGS) {
            Map<String, byte[]> files = mutator.folder(read);
            Path folder = Files.createDirectory(work.resolve(Long.toString(read)));
            write(files, folder);
            for (Map.Entry<String, FolderReading> reader : readers.entrySet()) {
                String found = answering ? answer(thread, reader.getValue(), folder) : "";
                if (!found.isEmpty()) {
                    answering = !found.startsWith("gave no answer");
                    Path left = Files.createDirectories(kept.resolve("fuzz-files-" + seed + "-" + read));
                    write(files, left);
                    findings.add(
                            "the reader of " + reader.getKey() + ": " + found + "; files in " + left.toAbsolutePath());
                }
            }
            delete(folder);
            read++;
            progress.accept(read);
        }
        thread.shutdownNow();
        delete(work);
        return new Result(read, accepted, refused, List.copyOf(findings));
    }

    /** What a reader did that it must not do; empty when it accepted or refused. */
    private String answer(ExecutorService thread, FolderReading reader, Path folder) {
        Future<?> answer = thread.submit(() -> reader.read(folder));
        try {
            answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            accepted++;
            return "";
        } catch (TimeoutException e) {
            return "gave no answer within " + PATIENCE_SECONDS + " s";
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TextException || e.getCause() instanceof DataException) {
                refused++;
                return "";
            }
            return String.valueOf(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "gave no answer: the bench was interrupted";
        }
    }

    private static void write(Map<String, byte[]> files, Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var inside = Files.list(folder)) {
            for (Path one : inside.toList()) {
                if (Files.isDirectory(one)) {
                    delete(one);
                } else {
                    Files.delete(one);
                }
            }
        }
        Files.delete(folder);
    }
}
