package io.tailkeeper.bench.services;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.detector.onnx.OnnxEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Documents as long as the paragraphs of WikiText-2, every one another text.
 *
 * @param texts the paragraphs; when more documents are asked for, they come again with a number behind them
 */
public record Paragraphs(List<String> texts) {

    private static final int MIN_WORDS = 20;
    private static final int MAX_WORDS = 700;
    private static final int MADE = 8_000;

    /** Of the 18,824 paragraphs of at least 20 words: median 118, a tenth under 47, a tenth over 222, the longest 699. */
    private static final double MEDIAN_WORDS = 115;

    private static final double DEVIATION = 0.6; // of the logarithm
    private static final String VOCABULARY = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final double COMPOUNDS = 0.12; // words of two: rare words are several pieces to the encoder

    public Paragraphs {
        texts = List.copyOf(texts);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("there are no documents of at least " + MIN_WORDS + " words");
        }
    }

    /**
     * The paragraphs of at least 20 words of a text file, or of the .txt files of a folder, in an order drawn by the seed.
     *
     * @throws IllegalArgumentException when there are none
     */
    public static Paragraphs of(Path data, long seed) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.isDirectory(data) ? Files.list(data) : Stream.of(data)) {
            for (Path file : files.filter(
                            file -> file.equals(data) || file.toString().endsWith(".txt"))
                    .sorted()
                    .toList()) {
                Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                        .map(String::strip)
                        .filter(line -> line.split("\\s+").length >= MIN_WORDS)
                        .forEach(found::add);
            }
        }
        List<String> distinct = new ArrayList<>(found.stream().distinct().toList());
        Collections.shuffle(distinct, new Random(seed));
        return new Paragraphs(distinct);
    }

    /** Made-up paragraphs of the words that the encoder knows, the frequent ones more often. Equal seeds give equal ones. */
    public static Paragraphs made(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Random normal = new Random(seed);
        List<String> words = words();
        return new Paragraphs(IntStream.range(0, MADE)
                .mapToObj(_ -> {
                    long length = Math.round(MEDIAN_WORDS * Math.exp(DEVIATION * normal.nextGaussian()));
                    return paragraph(words, Math.clamp(length, MIN_WORDS, MAX_WORDS), random);
                })
                .toList());
    }

    private static String paragraph(List<String> words, int length, SplittableRandom random) {
        StringJoiner text = new StringJoiner(" ");
        for (int i = 0; i < length; i++) {
            String word = drawn(words, random);
            text.add(random.nextDouble() < COMPOUNDS ? word + drawn(words, random) : word);
        }
        return text.toString();
    }

    /** The n-th word about n times as seldom as the first. */
    private static String drawn(List<String> words, SplittableRandom random) {
        return words.get((int) Math.exp(random.nextDouble() * Math.log(words.size())) - 1);
    }

    private static List<String> words() {
        try (InputStream vocabulary = OnnxEncoder.class.getResourceAsStream(VOCABULARY)) {
            List<String> words = new ArrayList<>();
            JsonMapper.builder()
                    .build()
                    .readTree(vocabulary)
                    .path("model")
                    .path("vocab")
                    .fieldNames()
                    .forEachRemaining(piece -> {
                        if (piece.matches("[a-z]{2,}")) {
                            words.add(piece);
                        }
                    });
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document; different indexes give different texts. */
    public String document(int index) {
        String text = texts.get(index % texts.size());
        return index < texts.size() ? text : text + " " + index / texts.size();
    }

    /** Documents from one index to before another. */
    public List<String> documents(int from, int to) {
        return IntStream.range(from, to).mapToObj(this::document).toList();
    }

    /** Mean words of a document. */
    public double meanWords() {
        return texts.stream()
                .mapToInt(text -> text.split("\\s+").length)
                .average()
                .orElse(0);
    }
}
