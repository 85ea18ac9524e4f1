package io.tailkeeper.pretrained.classifier;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.tailkeeper.detector.labelled.DataException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A sequence classifier in ONNX Runtime: token ids in, logits out, one text a call. Safe for use by several threads; a
 * call computes on the thread that makes it.
 *
 * <p>On the first CUDA device where the runtime has its provider and the provider finds one, else on the CPU.
 */
final class ClassifierSession implements AutoCloseable {

    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String SEGMENTS = "token_type_ids";
    private static final String LOGITS = "logits";

    /** For one text, of which a large model on a busy machine is read in seconds; a loop inside of it may never end. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final Path file;
    private final Duration patience;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Map<String, OnnxJavaType> inputs = new HashMap<>();
    private final String output;

    /**
     * Loads a model.
     *
     * @throws DataException when it is damaged, or has inputs or outputs that no sequence classifier has
     */
    ClassifierSession(Path file) {
        this(file, PATIENCE);
    }

    ClassifierSession(Path file, Duration patience) {
        this.file = file;
        this.patience = patience;
        session = session();
        try {
            for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
                inputs.put(input.getKey(), inputType(input.getKey(), input.getValue()));
            }
            if (!inputs.containsKey(IDS)) {
                throw new DataException(file + " has no input " + IDS + " but " + inputs.keySet()
                        + "; export the model for text classification");
            }
            Set<String> outputs = session.getOutputNames();
            output = outputs.contains(LOGITS)
                    ? LOGITS
                    : outputs.stream()
                            .findFirst()
                            .orElseThrow(() -> new DataException(
                                    file + " has no output; export the model for text classification"));
        } catch (OrtException e) {
            close();
            throw damaged(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("classifier-clock").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    private OrtSession session() {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            if (OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
                addFirstCudaDevice(options);
            }
            return environment.createSession(file.toString(), options);
        } catch (OrtException e) {
            throw damaged(e);
        }
    }

    private static void addFirstCudaDevice(OrtSession.SessionOptions options) {
        try {
            options.addCUDA(0);
        } catch (OrtException _) {
            return; // a runtime built for CUDA on a machine without a device computes on the CPU
        }
    }

    private DataException damaged(OrtException cause) {
        return new DataException(file + " is no model that ONNX Runtime " + environment.getVersion() + " loads ("
                + String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ")
                + "); it is damaged or of a newer format: export or download it again");
    }

    private OnnxJavaType inputType(String name, NodeInfo info) {
        if (!Set.of(IDS, MASK, SEGMENTS).contains(name)) {
            throw new DataException(file + " has the input " + name + ", which is unknown; sequence classifiers have "
                    + IDS + ", " + MASK + " and " + SEGMENTS + ": export the model for text classification");
        }
        if (info.getInfo() instanceof TensorInfo tensor
                && (tensor.type == OnnxJavaType.INT64 || tensor.type == OnnxJavaType.INT32)) {
            return tensor.type;
        }
        throw new DataException(
                file + ": input " + name + " is " + info.getInfo() + " instead of a tensor of int64 or int32");
    }

    /**
     * The logits of a text.
     *
     * @param ids special tokens included, at least one
     * @throws DataException when the model fails, does not end, or its output is not of shape (1, labels)
     */
    float[] logits(long[] ids) {
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (String input : inputs.keySet()) {
                long[] values = input.equals(IDS) ? ids : input.equals(MASK) ? ones : new long[ids.length];
                tensors.put(input, tensor(values, inputs.get(input)));
            }
            return computed(tensors);
        } catch (OrtException e) {
            throw new DataException(file + " fails on " + ids.length + " tokens up to number "
                    + Arrays.stream(ids).max().orElse(0) + " ("
                    + String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ")
                    + "); do tokenizer.json and config.json belong to it?");
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private float[] computed(Map<String, OnnxTensor> tensors) throws OrtException {
        try (OrtSession.RunOptions run = new OrtSession.RunOptions()) {
            Future<?> alarm = CLOCK.schedule(() -> end(run), patience.toMillis(), TimeUnit.MILLISECONDS);
            try (OrtSession.Result result = session.run(tensors, Set.of(output), run)) {
                return row(result.get(0));
            } finally {
                alarm.cancel(false);
            }
        }
    }

    private static void end(OrtSession.RunOptions run) {
        try {
            run.setTerminate(true);
        } catch (OrtException | IllegalStateException _) {
            return; // it has ended by itself
        }
    }

    private OnnxTensor tensor(long[] values, OnnxJavaType type) throws OrtException {
        long[] shape = {1, values.length};
        if (type == OnnxJavaType.INT64) {
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
        }
        int[] narrow = Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
        return OnnxTensor.createTensor(environment, IntBuffer.wrap(narrow), shape);
    }

    private float[] row(OnnxValue value) {
        if (value instanceof OnnxTensor tensor) {
            long[] shape = tensor.getInfo().getShape();
            FloatBuffer numbers = tensor.getFloatBuffer();
            if (numbers != null && shape.length == 2 && shape[0] == 1) {
                float[] row = new float[numbers.remaining()];
                numbers.get(row);
                return row;
            }
        }
        throw new DataException(file + ": output " + output + " is " + value.getInfo()
                + " instead of floating point numbers of shape (1, labels); export the model for text classification");
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
