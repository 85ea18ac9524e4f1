package io.tailkeeper.report.export;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A page of a b-tree in a SQLite file (sqlite.org/fileformat2.html, 1.6): its cells stand at its end, the last one first. */
final class SqlitePage {

    /** The largest that there is: rows need no overflow pages. */
    static final int SIZE = 65_536;

    static final int TABLE_LEAF = 13;
    static final int TABLE_INTERIOR = 5;
    static final int INDEX_LEAF = 10;

    private static final int LEAF_HEADER = 8;
    private static final int INTERIOR_HEADER = 12;

    private final int type;
    private final int offset;
    private final int header;
    private final List<byte[]> cells = new ArrayList<>();
    private int used;

    /** @param offset where it begins: behind the file's header in the first page, else 0 */
    SqlitePage(int type, int offset) {
        this.type = type;
        this.offset = offset;
        this.header = type == TABLE_INTERIOR ? INTERIOR_HEADER : LEAF_HEADER;
    }

    /** Whether another cell has room. */
    boolean fits(byte[] cell) {
        return offset + header + used + Short.BYTES + cell.length <= SIZE;
    }

    /**
     * Adds a cell behind the others.
     *
     * @throws IllegalArgumentException when there is no room for it
     */
    void add(byte[] cell) {
        if (!fits(cell)) {
            throw new IllegalArgumentException(
                    "a cell of " + cell.length + " bytes has no room in a page with " + cells.size() + " others");
        }
        cells.add(cell);
        used += Short.BYTES + cell.length;
    }

    /**
     * Writes it.
     *
     * @param page all of its bytes
     * @param rightmost number of the page that the last keys are in, of an interior page
     */
    void write(ByteBuffer page, int rightmost) {
        page.position(offset);
        page.put((byte) type).putShort((short) 0).putShort((short) cells.size());
        int begin = SIZE - (used - Short.BYTES * cells.size());
        page.putShort((short) begin).put((byte) 0); // 0 stands for 65,536
        if (type == TABLE_INTERIOR) {
            page.putInt(rightmost);
        }
        int end = SIZE;
        for (byte[] cell : cells) {
            end -= cell.length;
            page.putShort((short) end);
            page.put(end, cell);
        }
    }
}
