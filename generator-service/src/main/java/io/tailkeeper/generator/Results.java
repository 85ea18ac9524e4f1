package io.tailkeeper.generator;

import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.knowledge.KnowledgeItems;
import java.util.List;

/** Where goes what follows from a message. Each method returns when it is safe there. */
public interface Results {

    void tasks(List<SamplingTask> tasks);

    void knowledge(KnowledgeItems items);

    void samples(Samples samples);

    /** A run that cannot go on. */
    void failed(RunFinished run);
}
