package io.tailkeeper.detector.kafka;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.tailkeeper.detector.FragileEncoder;
import io.tailkeeper.detector.entropy.EntropyRateEncoder;
import io.tailkeeper.detector.ngram.NgramEncoder;
import io.tailkeeper.detector.run.RunDetector;
import io.tailkeeper.detector.text.LengthWindow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Four detectors, of which one fails on some texts and one cannot judge at all. */
@Alternative
@ApplicationScoped
public class FakeDetectors {

    @Produces
    @Alternative
    @Singleton
    List<RunDetector> detectors() {
        return List.of(
                Installation.detector("encoder", new FragileEncoder()),
                Installation.detector("ngrams", new NgramEncoder()),
                Installation.detector("entropy-rate", new EntropyRateEncoder()),
                new RunDetector(
                        "likelihood",
                        new UnusableEncoders("checkpoint model.safetensors is damaged; train the run again"),
                        LengthWindow.DEFAULT));
    }

    /** With these detectors instead of those of the settings. */
    public static final class Profile implements QuarkusTestProfile {

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(FakeDetectors.class);
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tailkeeper.instance-id", "tested");
        }
    }
}
