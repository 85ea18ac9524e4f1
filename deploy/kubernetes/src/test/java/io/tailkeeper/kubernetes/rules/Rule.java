package io.tailkeeper.kubernetes.rules;

import io.tailkeeper.kubernetes.Manifests;
import java.util.List;

/** What must hold of rendered manifests. */
@FunctionalInterface
public interface Rule {

    /** What does not hold, one sentence each; empty when all is well. */
    List<String> faults(Manifests manifests);

    /** All rules. */
    List<Rule> ALL = List.of(
            new KnownFields(),
            new SelectorsFit(),
            new ProbesAnswer(),
            new SettingsAreKnown(),
            new ReferencesLead(),
            new AddressesLead(),
            new PodsAreBounded(),
            new PodsAreRestricted(),
            new PodsAreNamed(),
            new TopicsOfTheContract(),
            new RightsAreLeast(),
            new ScalingFits(),
            new DrainsGoOn(),
            new PoliciesLetThrough(),
            new FiguresExist(),
            new ExperimentConnects());
}
