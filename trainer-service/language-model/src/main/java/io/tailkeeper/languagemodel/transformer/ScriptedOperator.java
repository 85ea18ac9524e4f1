package io.tailkeeper.languagemodel.transformer;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import io.tailkeeper.languagemodel.ModelDevice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An operator that PyTorch has in one kernel and {@code NDArray} has not, written in TorchScript: one readable file
 * {@code NAME.py} beside the class that uses it, with a function {@code forward(self, …)} of tensors and lists of tensors.
 * Gradients flow through it. For any thread and any device; loaded once, for the life of the process.
 */
public final class ScriptedOperator {

    private static final String TYPE = "Operator";

    /** PyTorch's number for the meaning of operators; an older one would bring back operators as they once were. */
    private static final String ARCHIVE_VERSION = "10\n";

    /** Pickle protocol 2: an object of the type, whose only attribute is {@code training}, False. */
    private static final String OBJECT = "\u0080\u0002c__torch__\n" + TYPE + "\n)\u0081}X\u0008\0\0\0training\u0089sb.";

    /** Pickle protocol 2: the empty tuple. */
    private static final String NO_CONSTANTS = "\u0080\u0002).";

    private final Model model; // a model that nothing refers to is closed by the garbage collector

    private ScriptedOperator(Model model) {
        this.model = model;
    }

    /**
     * Reads an operator.
     *
     * @param user the class beside which its source lies
     * @param name of the source file, without {@code .py}
     * @throws ai.djl.engine.EngineException when PyTorch does not understand the source; the message shows where
     */
    public static ScriptedOperator of(Class<?> user, String name) {
        try (InputStream source = user.getResourceAsStream(name + ".py")) {
            if (source == null) {
                throw new IllegalStateException("operator " + name + ".py is missing beside " + user.getName());
            }
            byte[] archive = archive(new String(source.readAllBytes(), StandardCharsets.UTF_8));
            Model model = Model.newInstance(name, ModelDevice.current(), ModelDevice.ENGINE);
            model.load(new ByteArrayInputStream(archive));
            return new ScriptedOperator(model);
        } catch (IOException | MalformedModelException e) {
            throw new IllegalStateException("operator " + name + ".py cannot be loaded: " + e.getMessage(), e);
        }
    }

    /**
     * Applies the operator.
     *
     * @param inputs in the order of the function's parameters; neighbours that are all named {@code x[]} make one list
     * @return what it gives, in the manager of the first input
     */
    public NDList applyToAll(NDList inputs) {
        return model.getBlock().forward(new ParameterStore(inputs.head().getManager(), false), inputs, true);
    }

    /** Applies an operator that gives one tensor. */
    public NDArray apply(NDArray... inputs) {
        return applyToAll(new NDList(inputs)).singletonOrThrow();
    }

    /** The file that PyTorch's {@code jit.load} reads: a zip of stored entries. */
    private static byte[] archive(String function) {
        String code = "class " + TYPE + "(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                + function.indent(2);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", OBJECT.getBytes(StandardCharsets.ISO_8859_1));
            store(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", NO_CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
            store(zip, "version", ARCHIVE_VERSION.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it is written to memory
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry("operator/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
