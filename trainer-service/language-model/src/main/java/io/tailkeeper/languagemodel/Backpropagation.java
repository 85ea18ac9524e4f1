package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.SharedMemory.Matrix;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Forward and backward pass of GPT-2 on a CPU, written out instead of recorded: products and attention are PyTorch's, what
 * stands between them reads and writes each row once, and all memory is taken once. One thread uses it at a time.
 *
 * <p>Equal numbers of {@linkplain ModelDevice#threads() threads} give equal gradients, to the last bit.
 */
public final class Backpropagation implements AutoCloseable {

    private static final long MOST_BYTES = Integer.MAX_VALUE; // of one matrix: a buffer of the JVM holds no more

    private static final ScriptedOperator EMBED = operator("embed");
    private static final ScriptedOperator PRODUCT = operator("product");
    private static final ScriptedOperator PRODUCT_LEFT = operator("product_left");
    private static final ScriptedOperator PRODUCT_TRANSPOSED = operator("product_transposed");
    private static final ScriptedOperator ADD_PRODUCT = operator("add_product");
    private static final ScriptedOperator MIX = operator("mix");
    private static final ScriptedOperator MIX_BACKWARD = operator("mix_backward");

    private final ModelConfig config;
    private final double epsilon;
    private final FusedGelu gelu;
    private final SortedMap<String, NDArray> parameters;
    private final NDManager manager;
    private final RowWorkers workers;
    private final SharedMemory gradientMemory;
    private final SortedMap<String, Matrix> gradients = new TreeMap<>();
    private final SharedMemory activationMemory;
    private Gpt2Activations activations;
    private NDManager scope; // of a forward pass, until its backward pass is done
    private long[] tokens;
    private long[] targets;

    private Backpropagation(LanguageModel model, Family.Gpt2 family, int threads) {
        config = model.config();
        epsilon = family.normEpsilon();
        gelu = new FusedGelu(family.gelu());
        parameters = model.parameters();
        manager = model.manager().newSubManager();
        workers = new RowWorkers(threads);
        gradientMemory = new SharedMemory(manager);
        activationMemory = new SharedMemory(manager);
        SortedMap<String, long[]> shapes = config.parameterShapes();
        gradientMemory.carve(shapes.values().stream()
                .mapToLong(shape -> SharedMemory.bytes(rows(shape), columns(shape)))
                .sum());
        shapes.forEach((name, shape) -> gradients.put(name, gradientMemory.matrix(rows(shape), columns(shape))));
        gradientMemory.clear();
    }

    private static ScriptedOperator operator(String name) {
        return ScriptedOperator.of(Backpropagation.class, name);
    }

    private static int rows(long[] shape) {
        return shape.length == 1 ? 1 : (int) shape[0];
    }

    private static int columns(long[] shape) {
        return (int) shape[shape.length - 1];
    }

    /**
     * That of a model, with all gradients 0.
     *
     * @return empty for a model of another family, on another device or of an embedding that 16 does not divide, and where
     *     the JVM was started without {@code --add-modules jdk.incubator.vector}
     */
    public static Optional<Backpropagation> of(LanguageModel model) {
        return of(model, ModelDevice.threads());
    }

    static Optional<Backpropagation> of(LanguageModel model, int threads) {
        boolean able = Loops.vectorised()
                && !ModelDevice.current().isGpu()
                && model.config().embeddingSize() % Loops.WIDTH == 0;
        return able && model.config().family() instanceof Family.Gpt2 gpt2
                ? Optional.of(new Backpropagation(model, gpt2, threads))
                : Optional.empty();
    }

    /** The gradient of a parameter, in its shape; it stays at the same place, and whoever has used it sets it to 0. */
    public NDArray gradient(String parameter) {
        NDArray gradient = gradients.get(parameter).tensor();
        return gradient.reshape(parameters.get(parameter).getShape());
    }

    /** How many documents of so many tokens can be worked on at once, at least 1. */
    public int mostDocuments(int length) {
        long widest = Math.max(4L * config.embeddingSize(), Loops.padded(config.vocabularySize()));
        return Math.clamp(MOST_BYTES / (widest * length * Float.BYTES), 1, Integer.MAX_VALUE);
    }

    /**
     * Reads documents.
     *
     * @param tokens B documents of equally many tokens, one after the other
     * @param documents B, at most {@link #mostDocuments}
     * @param from position of a document from which on the next tokens are asked for
     * @param targets those tokens, document by document: N of them
     * @return log p of each target (N)
     * @throws IllegalArgumentException when a document does not fit into the model's context
     */
    public float[] logProbabilities(long[] tokens, int documents, int from, long[] targets) {
        int length = tokens.length / documents;
        if (length > config.contextLength()) {
            throw new IllegalArgumentException("a text of " + length
                    + " tokens does not fit into the model's context of " + config.contextLength());
        }
        if (activations == null || !activations.fit(documents, length, from)) {
            activations = new Gpt2Activations(activationMemory, config, documents, length, from);
        }
        release();
        scope = manager.newSubManager();
        this.tokens = tokens.clone();
        this.targets = targets.clone();
        return forward();
    }

    private float[] forward() {
        Gpt2Activations a = activations;
        NDArray ids = scope.create(tokens, new Shape(a.documents(), a.length()));
        apply(
                EMBED,
                ids,
                weight("wte"),
                weight("wpe"),
                scoped(a.norm(0).stream().as(a.documents(), a.length(), config.embeddingSize())));
        normalise(0, "h.0.ln_1");
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "h." + layer + ".";
            Matrix qkv = a.qkv(layer);
            apply(PRODUCT, a.norm(2 * layer).normed().tensor(), weight(block + "attn.c_attn"), qkv.tensor());
            float[] bias = bias(block + "attn.c_attn");
            workers.work(qkv.rows(), (_, from, to) -> FusedRows.addBias(qkv, bias, from, to));
            Matrix attended = a.projected(2 * layer + 1);
            NDArray parts = a.heads(qkv);
            a.mixed(layer, MIX.applyToAll(list(scoped(parts), weight(block + "attn.c_proj"), attended.tensor())));
            join(2 * layer + 1, attended, block + "attn.c_proj");
            normalise(2 * layer + 1, block + "ln_2");
            Matrix wide = a.wide(layer);
            Matrix bent = a.bent(layer);
            apply(PRODUCT, a.norm(2 * layer + 1).normed().tensor(), weight(block + "mlp.c_fc"), wide.tensor());
            float[] wideBias = bias(block + "mlp.c_fc");
            workers.work(wide.rows(), (_, from, to) -> gelu.forward(wide, wideBias, bent, from, to));
            Matrix projected = a.projected(2 * layer + 2);
            apply(PRODUCT, bent.tensor(), weight(block + "mlp.c_proj"), projected.tensor());
            join(2 * layer + 2, projected, block + "mlp.c_proj");
            normalise(2 * layer + 2, layer + 1 == config.layers() ? "ln_f" : "h." + (layer + 1) + ".ln_1");
        }
        FusedSoftmax softmax = a.softmax();
        NDArray last = a.norm(2 * config.layers()).normed().tensor();
        apply(PRODUCT_TRANSPOSED, last, weight("wte"), softmax.logits().tensor());
        float[] logProbabilities = new float[targets.length];
        workers.work(targets.length, (_, from, to) -> softmax.forward(targets, logProbabilities, from, to));
        return logProbabilities;
    }

    /** Reads what the stream before was and what is projected into the stream that norm {@code number} looks at. */
    private void join(int number, Matrix projected, String name) {
        FusedNorm before = activations.norm(number - 1);
        FusedNorm norm = activations.norm(number);
        float[] bias = bias(name);
        FusedNorm.Window window = activations.windowBefore(number);
        workers.work(projected.rows(), (_, from, to) -> norm.join(before.stream(), window, projected, bias, from, to));
    }

    private void normalise(int number, String name) {
        FusedNorm norm = activations.norm(number);
        float[] gain = values(name + ".weight");
        float[] bias = bias(name);
        workers.work(norm.stream().rows(), (_, from, to) -> norm.forward(gain, bias, epsilon, from, to));
    }

    /**
     * Adds the gradients of the documents that were read last.
     *
     * @param gradient of each target's log p (N)
     * @throws IllegalStateException when they were added already
     */
    public void accumulate(float[] gradient) {
        if (scope == null) {
            throw new IllegalStateException("nothing was read since the last gradients");
        }
        float[] arrived = gradient.clone();
        FusedSoftmax softmax = activations.softmax();
        workers.work(arrived.length, (_, from, to) -> softmax.backward(targets, arrived, from, to));
        backward();
        release();
    }

    private void backward() {
        Gpt2Activations a = activations;
        int last = 2 * config.layers();
        Matrix logits = a.softmax().logits();
        Matrix stream = a.streamGradient(last);
        stream.memory().fill((byte) 0);
        Matrix normed = a.projected(last);
        apply(
                ADD_PRODUCT,
                logits.tensor(),
                a.norm(last).normed().tensor(),
                gradients.get("wte.weight").tensor());
        apply(PRODUCT_LEFT, logits.tensor(), weight("wte"), normed.tensor());
        normBackward(last, "ln_f", "h." + (config.layers() - 1) + ".mlp.c_proj");
        for (int layer = config.layers() - 1; layer >= 0; layer--) {
            feedForwardBackward(layer);
            attentionBackward(layer);
        }
        embedBackward();
    }

    private void feedForwardBackward(int layer) {
        String block = "h." + layer + ".";
        Matrix stream = activations.streamGradient(2 * layer + 2);
        Matrix wide = activations.wide(layer);
        Matrix gradient = activations.wideGradient(layer);
        addProduct(activations.bent(layer).tensor(), stream.tensor(), block + "mlp.c_proj");
        apply(PRODUCT_TRANSPOSED, stream.tensor(), weight(block + "mlp.c_proj"), gradient.tensor());
        ColumnSums sums = new ColumnSums(workers.shares(wide.rows()), wide.columns());
        workers.work(
                wide.rows(), (worker, from, to) -> FusedGelu.backward(wide, gradient, sums.share(worker), from, to));
        sums.addTo(gradients.get(block + "mlp.c_fc.bias"));
        addProduct(activations.norm(2 * layer + 1).normed().tensor(), gradient.tensor(), block + "mlp.c_fc");
        Matrix normed = activations.projected(2 * layer + 1);
        apply(PRODUCT_TRANSPOSED, gradient.tensor(), weight(block + "mlp.c_fc"), normed.tensor());
        normBackward(2 * layer + 1, block + "ln_2", block + "attn.c_proj");
    }

    private void attentionBackward(int layer) {
        String block = "h." + layer + ".";
        Matrix stream = activations.streamGradient(2 * layer + 1);
        Matrix qkv = activations.qkv(layer);
        Matrix gradient = activations.qkvGradient();
        NDList mixed = activations.mixed(layer);
        apply(
                MIX_BACKWARD,
                scoped(stream.as(stream.rows(), stream.columns())),
                scoped(activations.heads(qkv)),
                weight(block + "attn.c_proj"),
                mixed.get(0),
                mixed.get(1),
                gradients.get(block + "attn.c_proj.weight").tensor(),
                scoped(activations.heads(gradient)));
        ColumnSums sums = new ColumnSums(workers.shares(gradient.rows()), gradient.columns());
        workers.work(gradient.rows(), (worker, from, to) -> FusedRows.sum(gradient, sums.share(worker), from, to));
        sums.addTo(gradients.get(block + "attn.c_attn.bias"));
        addProduct(activations.norm(2 * layer).normed().tensor(), gradient.tensor(), block + "attn.c_attn");
        Matrix normed = activations.projected(2 * layer);
        apply(PRODUCT_TRANSPOSED, gradient.tensor(), weight(block + "attn.c_attn"), normed.tensor());
        activations.widenStreamGradient(2 * layer + 1);
        normBackward(2 * layer, block + "ln_1", layer == 0 ? null : "h." + (layer - 1) + ".mlp.c_proj");
    }

    /**
     * Adds to the stream's gradient what came through a norm, and to those of the norm.
     *
     * @param joined whose bias joined the stream right before; null for none
     */
    private void normBackward(int number, String name, String joined) {
        FusedNorm norm = activations.norm(number);
        Matrix normed = activations.projected(number);
        Matrix stream = activations.streamGradient(number);
        float[] gain = values(name + ".weight");
        FusedNorm.Sums sums = new FusedNorm.Sums(workers.shares(stream.rows()), stream.columns());
        workers.work(stream.rows(), (worker, from, to) -> norm.backward(normed, gain, stream, sums, worker, from, to));
        sums.gain().addTo(gradients.get(name + ".weight"));
        sums.bias().addTo(gradients.get(name + ".bias"));
        if (joined != null) {
            sums.joined().addTo(gradients.get(joined + ".bias"));
        }
    }

    private void embedBackward() {
        Matrix stream = activations.streamGradient(0);
        Matrix table = gradients.get("wte.weight");
        Matrix positions = gradients.get("wpe.weight");
        for (int row = 0; row < stream.rows(); row++) {
            FusedRows.add(stream, row, table, (int) tokens[row]);
            FusedRows.add(stream, row, positions, row % activations.length());
        }
    }

    private void addProduct(NDArray rows, NDArray gradient, String name) {
        apply(ADD_PRODUCT, rows, gradient, gradients.get(name + ".weight").tensor());
    }

    /** A matrix of weights without its gradient. */
    private NDArray weight(String name) {
        return scoped(parameters.get(name + ".weight").stopGradient());
    }

    private float[] bias(String name) {
        return values(name + ".bias");
    }

    private float[] values(String parameter) {
        return parameters.get(parameter).toFloatArray();
    }

    private NDArray scoped(NDArray tensor) {
        tensor.attach(scope);
        return tensor;
    }

    private static NDList list(NDArray... inputs) {
        return new NDList(inputs);
    }

    private static void apply(ScriptedOperator operator, NDArray... inputs) {
        operator.applyToAll(list(inputs)).close();
    }

    private void release() {
        if (scope != null) {
            scope.close();
            scope = null;
        }
    }

    @Override
    public void close() {
        release();
        gradientMemory.close();
        activationMemory.close();
        manager.close();
        workers.close();
    }
}
