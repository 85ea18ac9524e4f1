package io.tailkeeper.report.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A SQLite database that is written once (sqlite.org/fileformat2.html): tables whose keys are the numbers of their rows. */
final class SqliteFile {

    private static final int HEADER = 100;
    private static final int WRITTEN_BY = 3_046_000; // a version of SQLite that reads and writes such files

    /**
     * A table.
     *
     * @param name of it
     * @param sql that makes it
     * @param rows values in the order of the columns; null of the key, which is the row's number from 1
     * @param unique column that has an index because its values are unique; -1 for none
     */
    record Table(String name, String sql, List<List<@Nullable Object>> rows, int unique) {}

    private record Entry(String type, String name, String table, int root, @Nullable String sql) {}

    private final List<byte[]> pages = new ArrayList<>();
    private final List<Entry> schema = new ArrayList<>();

    private SqliteFile() {}

    /** The file with some tables whose keys count on. */
    static byte[] of(List<Table> tables) {
        SqliteFile file = new SqliteFile();
        file.page();
        Table sequence = new Table(
                "sqlite_sequence",
                "CREATE TABLE sqlite_sequence(name,seq)",
                tables.stream()
                        .map(table -> Arrays.<@Nullable Object>asList(
                                table.name(), (long) table.rows().size()))
                        .toList(),
                -1);
        Stream.concat(Stream.of(sequence), tables.stream()).forEach(file::table);
        file.first();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        file.pages.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private void table(Table table) {
        schema.add(new Entry("table", table.name(), table.name(), tree(table.rows()), table.sql()));
        if (table.unique() >= 0) {
            String name = "sqlite_autoindex_" + table.name() + "_1";
            schema.add(new Entry("index", name, table.name(), index(table), null));
        }
    }

    /** Writes rows; the number of their root page. */
    private int tree(List<List<@Nullable Object>> rows) {
        List<SqlitePage> leaves = new ArrayList<>(List.of(new SqlitePage(SqlitePage.TABLE_LEAF, 0)));
        List<Long> lastKeys = new ArrayList<>(List.of(0L));
        long key = 0;
        for (List<@Nullable Object> row : rows) {
            byte[] cell = cell(++key, SqliteRecord.of(row));
            if (!leaves.getLast().fits(cell)) {
                leaves.add(new SqlitePage(SqlitePage.TABLE_LEAF, 0));
                lastKeys.add(key);
            }
            leaves.getLast().add(cell);
            lastKeys.set(lastKeys.size() - 1, key);
        }
        int first = pages.size() + 1;
        leaves.forEach(leaf -> leaf.write(page(), 0));
        if (leaves.size() == 1) {
            return first;
        }
        SqlitePage root = new SqlitePage(SqlitePage.TABLE_INTERIOR, 0);
        for (int leaf = 0; leaf < leaves.size() - 1; leaf++) {
            byte[] last = SqliteRecord.varint(lastKeys.get(leaf));
            root.add(ByteBuffer.allocate(Integer.BYTES + last.length)
                    .putInt(first + leaf)
                    .put(last)
                    .array());
        }
        root.write(page(), first + leaves.size() - 1);
        return pages.size();
    }

    /** Writes the index of a unique column of texts, which has room in one page; its number. */
    private int index(Table table) {
        SqlitePage leaf = new SqlitePage(SqlitePage.INDEX_LEAF, 0);
        IntStream.range(0, table.rows().size())
                .boxed()
                .sorted(Comparator.comparing(
                        row -> String.valueOf(table.rows().get(row).get(table.unique()))))
                .map(row -> SqliteRecord.of(Arrays.asList(table.rows().get(row).get(table.unique()), row + 1L)))
                .forEach(record -> leaf.add(concatenated(SqliteRecord.varint(record.length), record)));
        leaf.write(page(), 0);
        return pages.size();
    }

    private static byte[] cell(long key, byte[] record) {
        return concatenated(concatenated(SqliteRecord.varint(record.length), SqliteRecord.varint(key)), record);
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private ByteBuffer page() {
        byte[] page = new byte[SqlitePage.SIZE];
        pages.add(page);
        return ByteBuffer.wrap(page);
    }

    /** Writes the header and the schema, which begins behind it. */
    private void first() {
        SqlitePage leaf = new SqlitePage(SqlitePage.TABLE_LEAF, HEADER);
        long key = 0;
        for (Entry entry : schema) {
            leaf.add(cell(
                    ++key,
                    SqliteRecord.of(Arrays.asList(
                            entry.type(), entry.name(), entry.table(), (long) entry.root(), entry.sql()))));
        }
        ByteBuffer page = ByteBuffer.wrap(pages.getFirst());
        leaf.write(page, 0);
        page.position(0);
        page.put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
        page.putShort((short) 1); // 65,536 bytes a page
        page.put(new byte[] {1, 1, 0, 64, 32, 32}); // rollback journal; the rest is fixed
        page.putInt(1).putInt(pages.size()).putLong(0); // changes, pages, no free ones
        page.putInt(1).putInt(4); // schema cookie, schema format
        page.putLong(0).putInt(1); // default cache, no vacuum, UTF-8
        page.position(92);
        page.putInt(1).putInt(WRITTEN_BY); // the change that the version is of
    }
}
