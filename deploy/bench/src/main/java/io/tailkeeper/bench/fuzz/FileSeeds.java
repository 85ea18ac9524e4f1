package io.tailkeeper.bench.fuzz;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Small sound files of every kind that is read: what mutations begin with. */
final class FileSeeds {

    /** A file's content; what it is called is chosen apart from that, so that names lie too. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Seed(String ending, byte[] content) {}

    private static final int ROWS = 12;
    private static final List<String> PARQUET = List.of(
            "snappy-dictionary", "zstd-second-pages", "delta-snappy-second-pages", "gzip-row-groups", "plain-pages");

    private final List<Seed> seeds = new ArrayList<>();

    FileSeeds() {
        add(".txt", "First paragraph\nof two lines.\n\nSecond one, na\u00EFve and \u4E2D\u6587\u3002\n\n".repeat(ROWS));
        add(".txt", "= Title =\n\nOne line without a blank one behind it.\n".repeat(ROWS));
        add(".jsonl", row("\n").repeat(ROWS));
        add(".jsonl", row("").repeat(ROWS));
        add(".ndjson", labelled("human") + labelled("machine") + "\uFEFF" + labelled("human"));
        add(".jsonl", (labelled("human") + labelled("machine")).repeat(ROWS / 2));
        add(".json", "[" + (row(",\n").repeat(ROWS) + "{\"text\": null}]"));
        add(".json", "{\"original\": [\"a b c d e f g\", \"h i j\"], \"sampled\": [\"a b c x y z\", \"h i k l\"]}");
        for (String name : PARQUET) {
            seeds.add(new Seed(".parquet", resource("/parquet/" + name + ".parquet")));
        }
    }

    private static String row(String end) {
        return "{\"text\": \"A row with \\u00e9, \\ud83d\\ude00 and \\\"quotes\\\".\", \"id\": 7, \"more\": [1, {\"a\": null}]}"
                + end;
    }

    private static String labelled(String label) {
        return "{\"text\": \"some words of one kind or the other\", \"label\": \"" + label + "\", \"origin\": \"o\"}\n";
    }

    private void add(String ending, String content) {
        seeds.add(new Seed(ending, content.getBytes(StandardCharsets.UTF_8)));
    }

    /** Any of them. */
    Seed any(SplittableRandom random) {
        return seeds.get(random.nextInt(seeds.size()));
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] zstandard(byte[] content) {
        return Zstd.compress(content);
    }

    private static byte[] resource(String name) {
        try (InputStream in = FileSeeds.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
