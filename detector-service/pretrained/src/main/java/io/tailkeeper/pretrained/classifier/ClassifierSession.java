package io.tailkeeper.pretrained.classifier;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
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

    /** For one text, of which a large model on a busy machine is read in seconds; a loop inside of it may never end. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final Path file;
    private final Duration patience;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final ClassifierSignature signature;

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
            signature = ClassifierSignature.of(file, session);
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
            for (Map.Entry<String, OnnxJavaType> input : signature.inputs().entrySet()) {
                long[] values =
                        switch (input.getKey()) {
                            case ClassifierSignature.IDS -> ids;
                            case ClassifierSignature.MASK -> ones;
                            default -> new long[ids.length];
                        };
                tensors.put(input.getKey(), tensor(values, input.getValue()));
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
            try (OrtSession.Result result = session.run(tensors, Set.of(signature.output()), run)) {
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
        throw new DataException(file + ": output " + signature.output() + " is " + value.getInfo()
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
