package io.tailkeeper.metrics.start;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.files.AllowedRoots;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.experiment.ExperimentIds;
import io.tailkeeper.experiment.ExperimentReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the requests of runs that an experiment file stands for, as {@code ./tailkeeper run --spec} does. */
public final class ExperimentOrder {

    private static final String SETTING = "tailkeeper.metrics.allowed-roots";
    /** What is written in front of a fault. */
    private static final String ORIGIN = "experiment";

    private final AllowedRoots roots;

    /** @param roots what the runs may have read besides the built-in corpus */
    public ExperimentOrder(AllowedRoots roots) {
        this.roots = roots;
    }

    /**
     * The runs of an experiment, the base runs before those that adopt from them.
     *
     * @param file YAML or JSON in the form of an experiment file
     * @throws ExperimentException what is wrong with it, where, and how to mend it
     */
    public List<RunRequested> runs(String file, Instant now) {
        Experiment experiment = ExperimentReader.text(ORIGIN, file);
        try {
            require(experiment.base());
            experiment.arms().values().forEach(arm -> require("foreign-writer", arm.foreignWriter()));
            String id = ExperimentIds.next(experiment.name(), LocalDateTime.ofInstant(now, ZoneId.systemDefault()));
            return experiment.requests(id, now);
        } catch (ExperimentException e) {
            throw e.within(ORIGIN);
        }
    }

    /** Arms differ in nothing else that is read from files. */
    private void require(RunSpecification specification) {
        CorpusSpecification corpus = specification.corpus();
        if (!corpus.source().equals(CorpusSpecification.WORDNET)) {
            require("corpus.source", corpus.source());
        }
        require("corpus.validation-source", corpus.validationSource());
        require("corpus.test-source", corpus.testSource());
        require("model.pretrained", specification.model().pretrained());
        if (specification.knowledge() != null) {
            require("knowledge.file", specification.knowledge().file());
        }
    }

    private void require(String setting, @Nullable String named) {
        if (named == null) {
            return;
        }
        Path path;
        try {
            path = Path.of(named);
        } catch (InvalidPathException e) {
            throw new ExperimentException(setting + ": \"" + named + "\" is no path: " + e.getReason(), setting);
        }
        if (!path.isAbsolute()) {
            throw new ExperimentException(
                    setting + ": \"" + named + "\" is relative; give it from the root on, as the services see it",
                    setting);
        }
        roots.refusal(path, SETTING).ifPresent(reason -> {
            throw new ExperimentException(setting + ": " + reason, setting);
        });
    }
}
