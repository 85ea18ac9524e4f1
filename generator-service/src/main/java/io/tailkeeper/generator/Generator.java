package io.tailkeeper.generator;

import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.knowledge.KnowledgeItems;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * What each message leads to: tasks, samples, or the end of a run that cannot go on. Equal messages lead to equal tasks and
 * samples. Used by one thread at a time.
 *
 * <p>A run that cannot go on ends with its reason. Whatever else goes wrong is tried {@value #ATTEMPTS} times before it ends
 * the run; only a failure of the JVM itself passes.
 */
public final class Generator {

    private static final String SERVICE = "generator";
    private static final int ATTEMPTS = 3;
    private static final System.Logger LOG = System.getLogger(Generator.class.getName());

    private final Corpora corpora;
    private final KnowledgeSource knowledge;
    private final Sampler sampler;
    private final EndedRuns ended;
    private final Results results;
    private final InstantSource clock;

    public Generator(
            Corpora corpora,
            KnowledgeSource knowledge,
            Sampler sampler,
            EndedRuns ended,
            Results results,
            InstantSource clock) {
        this.corpora = corpora;
        this.knowledge = knowledge;
        this.sampler = sampler;
        this.ended = ended;
        this.results = results;
        this.clock = clock;
    }

    /** Plans the tasks of a run that needs no model yet, and says what its models are asked. */
    public void requested(RunRequested run) {
        unlessEnded(run, () -> {
            corpora.of(run.specification());
            items(run).ifPresent(results::knowledge);
            results.tasks(SamplingPlan.requested(run));
        });
    }

    /** What the models are asked; nothing for a run that adopts its generation 0, and with it the items. */
    private Optional<KnowledgeItems> items(RunRequested run) {
        RunSpecification specification = run.specification();
        KnowledgeSpecification asked = specification.knowledge();
        if (asked == null || !specification.asksKnowledge() || run.baseRunId() != null) {
            return Optional.empty();
        }
        return Optional.of(new KnowledgeItems(run.runId(), knowledge.items(asked, specification.seed())));
    }

    /** Plans the tasks that a generation's model makes possible. */
    public void trained(GenerationTrained trained) {
        unlessEnded(trained.run(), () -> results.tasks(sampler.tasks(trained)));
    }

    /**
     * Makes the samples of a task.
     *
     * @throws RejectedMessageException when the task asks for samples that its run does not have
     */
    public void sample(SamplingTask task) {
        unlessEnded(task.run(), () -> results.samples(sampler.samples(task)));
    }

    private void unlessEnded(RunRequested run, Runnable work) {
        if (ended.contains(run.runId())) {
            return;
        }
        for (int attempt = 1; !done(run, work, attempt); attempt++) {
            LOG.log(Level.DEBUG, "run {0} is tried again", run.runId());
        }
    }

    private boolean done(RunRequested run, Runnable work, int attempt) {
        try {
            work.run();
            return true;
        } catch (RejectedMessageException | CancellationException e) {
            throw e;
        } catch (RunFailedException e) {
            fail(run, String.valueOf(e.getMessage()), e);
            return true;
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                throw e;
            }
            if (attempt == ATTEMPTS) {
                String reason = "The generator could not make samples of run " + run.runId() + " (" + e
                        + "); its log says more.";
                fail(run, reason, e);
                return true;
            }
            LOG.log(Level.WARNING, "attempt " + attempt + " for run " + run.runId() + " failed", e);
            return false;
        }
    }

    private void fail(RunRequested run, String reason, Throwable cause) {
        LOG.log(Level.ERROR, "run " + run.runId() + " failed: " + reason, cause);
        RunFinished finished =
                new RunFinished(run.runId(), RunFinished.Status.FAILED, SERVICE, reason, clock.instant());
        results.failed(finished);
        ended.note(finished);
    }
}
