package io.tailkeeper.local;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.experiment.inputs.CorpusPath;
import io.tailkeeper.experiment.inputs.CorpusSize;
import io.tailkeeper.experiment.inputs.KnowledgeSetting;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What is looked at before anything is started: the corpora, items and models that an experiment names. */
final class Preparation {

    private Preparation() {}

    /**
     * Reads the corpora and items and opens the models, as the services will.
     *
     * @param events receives how far it is, where it takes a while
     * @return what was read of each corpus and what the models are asked, a line each
     * @throws ExperimentException when one cannot be used
     */
    static List<String> check(Experiment experiment, List<RunRequested> requests, Consumer<String> events)
            throws IOException, InterruptedException {
        List<String> corpora = CorpusPath.survey(requests, events);
        CorpusSize.require(requests.getFirst());
        List<String> knowledge = KnowledgeSetting.survey(requests);
        GivenModels.check(requests, events);
        return Stream.concat(
                        corpora.isEmpty() ? Stream.of("corpus " + corpus(experiment)) : corpora.stream(),
                        knowledge.stream())
                .toList();
    }

    private static String corpus(Experiment experiment) {
        String source = experiment.base().corpus().source();
        return source.equals(CorpusSpecification.WORDNET) ? "WordNet 3.1, built in" : source;
    }
}
