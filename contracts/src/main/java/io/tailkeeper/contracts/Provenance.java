package io.tailkeeper.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote a sample's text, as far as its producer knows. It is kept for audit and metrics; no selection but the
 * oracle's reads it.
 *
 * @param source who wrote the continuation
 * @param writtenBy the generation whose model wrote it; null unless synthetic
 */
public record Provenance(Source source, @Nullable Integer writtenBy) {

    /** Human text. */
    public static final Provenance HUMAN = new Provenance(Source.HUMAN, null);

    /** Who wrote a text. */
    public enum Source {
        @JsonProperty("human")
        HUMAN,
        @JsonProperty("synthetic")
        SYNTHETIC,
        @JsonProperty("unknown")
        UNKNOWN
    }

    public Provenance {
        Checks.present("provenance.source", source);
        if (writtenBy != null) {
            Checks.within("provenance.writtenBy", writtenBy, 0, 1_000);
        }
    }

    /** Text written by the model of a generation. */
    public static Provenance synthetic(int writtenBy) {
        return new Provenance(Source.SYNTHETIC, writtenBy);
    }
}
