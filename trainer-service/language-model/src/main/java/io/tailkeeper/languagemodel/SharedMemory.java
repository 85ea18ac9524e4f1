package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * Memory on the CPU that tensors and loops of ours both work on. It is taken once and carved anew for each shape of work, so
 * that nothing is allocated, cleared or given back while steps of one shape go on. Not for use by several threads.
 */
final class SharedMemory implements AutoCloseable {

    private static final long ALIGNMENT = 64; // a line of the cache, and the widest vector
    private static final long PAGE = 4096;

    private final NDManager parent;
    private Arena arena = Arena.ofShared();
    private MemorySegment whole = MemorySegment.NULL;
    private NDManager tensors;
    private long used;

    /** @param parent on the CPU */
    SharedMemory(NDManager parent) {
        this.parent = parent;
        this.tensors = parent.newSubManager();
    }

    /**
     * Rows of float32, one right after the other.
     *
     * @param tensor (rows, columns) over the same memory
     */
    record Matrix(MemorySegment memory, NDArray tensor, int rows, int columns) {

        /** Index of a row's first number. */
        long row(int row) {
            return (long) row * columns;
        }

        /** The same numbers in another shape. */
        NDArray as(long... shape) {
            return tensor.reshape(shape);
        }
    }

    /** Bytes that a matrix takes. */
    static long bytes(long rows, long columns) {
        return (rows * columns * Float.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Makes room for matrices of together so many {@link #bytes}; those handed out before must not be used any more. */
    void carve(long bytes) {
        tensors.close();
        tensors = parent.newSubManager();
        used = 0;
        if (bytes > whole.byteSize()) {
            arena.close();
            arena = Arena.ofShared();
            whole = arena.allocate(bytes, PAGE);
        }
    }

    /** A matrix with any numbers in it; at most 2 GiB. */
    Matrix matrix(int rows, int columns) {
        long bytes = bytes(rows, columns);
        MemorySegment memory = whole.asSlice(used, bytes);
        used += bytes;
        MemorySegment filled = memory.asSlice(0, (long) rows * columns * Float.BYTES);
        NDArray tensor = tensors.create(
                filled.asByteBuffer().order(ByteOrder.nativeOrder()), new Shape(rows, columns), DataType.FLOAT32);
        return new Matrix(memory, tensor, rows, columns);
    }

    /** Sets everything to 0. */
    void clear() {
        whole.fill((byte) 0);
    }

    @Override
    public void close() {
        tensors.close();
        arena.close();
    }
}
