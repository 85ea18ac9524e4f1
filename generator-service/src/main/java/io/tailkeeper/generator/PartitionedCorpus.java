package io.tailkeeper.generator;

import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.TextSpecification;
import io.tailkeeper.texts.DocumentGatherer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A corpus as blocks of tokens, in disjoint partitions: documents are assigned to partitions, never blocks, so that no
 * document shows on two sides. Immutable once made; safe for use by several threads.
 */
public final class PartitionedCorpus {

    private final TextSpecification text;
    private final Map<Partition, TokenBlocks> blocks = new EnumMap<>(Partition.class);
    private long documents;

    private PartitionedCorpus(TextSpecification text) {
        this.text = text;
        for (Partition partition : Partition.values()) {
            blocks.put(partition, new TokenBlocks(text.blockTokens()));
        }
    }

    /**
     * Reads and divides a corpus.
     *
     * @throws CorpusException when it is missing, unreadable or empty
     */
    static PartitionedCorpus read(CorpusKey key, CorpusSource source, Vocabulary vocabulary) {
        PartitionedCorpus result = new PartitionedCorpus(key.text());
        BlockCutter cutter = new BlockCutter(vocabulary, key.text());
        CorpusSpecification corpus = key.corpus();
        Set<Partition> own = EnumSet.noneOf(Partition.class);
        for (Partition partition : Partition.values()) {
            if (source.hasOwn(corpus, partition)) {
                own.add(partition);
            }
        }
        source.read(request(key, Partition.TRAIN), document -> {
            Partition partition = Partition.of(key.seed(), result.documents++);
            cutter.cut(document, result.of(own.contains(partition) ? Partition.TRAIN : partition));
        });
        if (result.documents == 0) {
            throw new CorpusException(
                    "Corpus " + corpus.source() + " holds no text at all; set corpus.source to one that does");
        }
        for (Partition partition : Partition.values()) {
            if (own.contains(partition)) {
                source.read(request(key, partition), document -> cutter.cut(document, result.of(partition)));
            }
            result.of(partition).shuffle(Seeds.of(key.seed(), partition.toString(), "order"));
        }
        return result;
    }

    private static CorpusSource.Request request(CorpusKey key, Partition partition) {
        return new CorpusSource.Request(
                key.corpus(),
                partition,
                DocumentGatherer.documentWords(key.text().blockTokens()));
    }

    private TokenBlocks of(Partition partition) {
        return Objects.requireNonNull(blocks.get(partition), "every partition has blocks");
    }

    /** Blocks of a partition. */
    public int size(Partition partition) {
        return of(partition).size();
    }

    /** Tokens of all blocks. */
    long tokens() {
        return blocks.values().stream()
                .mapToLong(own -> (long) own.size() * text.blockTokens())
                .sum();
    }

    /** The beginning of a block: (promptTokens). */
    int[] prompt(Partition partition, int block) {
        return of(partition).tokens(block, 0, text.promptTokens());
    }

    /** The rest of a block: (blockTokens - promptTokens). */
    int[] continuation(Partition partition, int block) {
        return of(partition).tokens(block, text.promptTokens(), text.blockTokens());
    }

    @Override
    public String toString() {
        StringBuilder sizes = new StringBuilder(documents + " documents; blocks of " + text.blockTokens() + " tokens:");
        blocks.forEach((partition, own) ->
                sizes.append(' ').append(partition).append(' ').append(own.size()));
        return sizes.toString();
    }
}
