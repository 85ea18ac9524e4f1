package io.tailkeeper.detector.labelled;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.tailkeeper.detector.LabelledText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads labelled texts.
 *
 * <p>{@code .jsonl}: one object a line with {@code text}, {@code label} ("human" or "machine"), and optionally {@code source}
 * (where it comes from; default the file's name), {@code generator} (what wrote it; default its source) and {@code origin} (names the human text it was made from; default its own
 * first words). {@code .json}: pairs as Fast-DetectGPT has them. {@code .txt}: human texts, one a line; lines of fewer than
 * 8 words are headings and left out. A folder stands for all such files but {@code .txt} in it and below, by name.
 */
public final class LabelledFiles {

    private static final Set<String> LABELS = Set.of("human", "machine");
    private static final int HEADING_WORDS = 8;
    private static final ObjectReader JSON =
            new ObjectMapper().readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private LabelledFiles() {}

    /**
     * The texts of files and folders, in the order given.
     *
     * @throws DataException when one cannot be used
     */
    public static List<LabelledText> read(List<Path> paths) throws IOException {
        List<LabelledText> texts = new ArrayList<>();
        for (Path path : paths) {
            for (Path file : files(path)) {
                readFile(file, texts);
            }
        }
        return texts;
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new DataException(path + " does not exist; give a file or folder of labelled texts");
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> below = Files.walk(path)) {
            List<Path> files = below.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".json") || file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new DataException(path + " holds no .json or .jsonl file; give one that does");
            }
            return files;
        }
    }

    private static void readFile(Path file, List<LabelledText> texts) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(".jsonl")) {
            String source = name.substring(0, name.length() - ".jsonl".length());
            Lines.read(file, (number, line) -> {
                if (!line.isBlank()) {
                    texts.add(parse(file + ", line " + number, line, source));
                }
            });
        } else if (name.endsWith(".json")) {
            texts.addAll(PairedTexts.read(file, name.replaceFirst("(\\.raw_data)?\\.json$", "")));
        } else if (name.endsWith(".txt")) {
            String source = folder(file) + name.substring(0, name.length() - ".txt".length());
            Lines.read(file, (number, line) -> {
                if (line.strip().split("\\s+", HEADING_WORDS).length == HEADING_WORDS) {
                    texts.add(new LabelledText(line, false, source, Origins.of(line)));
                }
            });
        } else {
            throw new DataException(file + ": its kind is unknown; files end in .jsonl, .json or .txt");
        }
    }

    /** Files named train, valid and test say little without their folder. */
    private static String folder(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return folder == null || folder.getFileName() == null ? "" : folder.getFileName() + "/";
    }

    private static LabelledText parse(String place, String line, String source) throws IOException {
        JsonNode object;
        try {
            object = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new DataException(place + ": no JSON (" + e.getOriginalMessage()
                    + "); write one object a line: {\"text\": \"…\", \"label\": \"human\"}");
        }
        if (!object.path("text").isTextual()) {
            throw new DataException(place + ": \"text\" is missing or no text; give every object one");
        }
        String label = object.path("label").asText();
        if (!LABELS.contains(label)) {
            throw new DataException(place + ": \"label\" is " + object.path("label")
                    + "; write \"human\" or \"machine\" (sets that say 0 and 1 differ in which is which)");
        }
        String text = object.get("text").textValue();
        String from = object.path("source").asText(source);
        return new LabelledText(
                text,
                label.equals("machine"),
                from,
                object.hasNonNull("generator") ? object.get("generator").asText() : from,
                object.hasNonNull("origin") ? object.get("origin").asText() : Origins.of(text));
    }
}
