package io.tailkeeper.contracts.testing;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.DecodingSpecification;
import io.tailkeeper.contracts.specification.LossSpecification;
import io.tailkeeper.contracts.specification.ModelSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.TextSpecification;
import io.tailkeeper.contracts.specification.TrainingSpecification;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Small, valid specifications for tests: a one-layer model, two generations, a few dozen documents. */
public final class Specifications {

    private Specifications() {}

    /** A run that is over within seconds. */
    public static RunRequested run(String runId, String baseRunId) {
        return new RunRequested(
                runId, "tiny", "baseline", baseRunId, Instant.parse("2026-11-21T08:00:00Z"), specification());
    }

    /** The specification of {@link #run}. */
    public static RunSpecification specification() {
        return new RunSpecification(
                new CorpusSpecification(CorpusSpecification.WORDNET, "text", null, null),
                2,
                new DataSpecification(64, 32, 1, 1, 32, 8, 16),
                new TextSpecification(32, 16),
                RunSpecification.Restart.BASE,
                new ModelSpecification(1, 2, 32, 32, 512),
                new DecodingSpecification(DecodingSpecification.Strategy.TOP_K, 1, 50, 1),
                new SelectionSpecification(SelectionSpecification.Method.RESAMPLE, "encoder", 10, null, 0.05, 1, 3),
                new LossSpecification(LossSpecification.Name.TCE, 0.99),
                training(2048),
                training(1024),
                7);
    }

    /**
     * A specification, of a run or of a part of it, that differs in one component.
     *
     * @param component its name in the record
     */
    public static <R extends Record> R with(R specification, String component, @Nullable Object value) {
        @SuppressWarnings("unchecked") // a record's class has no other instances
        Class<R> type = (Class<R>) specification.getClass();
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        boolean found = false;
        try {
            for (int i = 0; i < components.length; i++) {
                boolean changed = components[i].getName().equals(component);
                found |= changed;
                types[i] = components[i].getType();
                values[i] = changed ? value : components[i].getAccessor().invoke(specification);
            }
            if (!found) {
                throw new IllegalArgumentException("a specification has no component " + component);
            }
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrainingSpecification training(long tokens) {
        return new TrainingSpecification(
                tokens,
                8,
                1e-3,
                TrainingSpecification.Schedule.COSINE,
                2,
                0.1,
                0.01,
                1,
                TrainingSpecification.LossOn.CONTINUATION,
                4);
    }
}
