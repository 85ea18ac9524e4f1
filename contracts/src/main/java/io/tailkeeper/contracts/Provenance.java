package io.tailkeeper.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import io.tailkeeper.contracts.measures.TokenEdits;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote a sample's text, as far as its producer knows. It is kept for audit and metrics; no selection but the
 * oracle's reads it.
 *
 * @param source who wrote the continuation
 * @param writtenBy the generation whose model wrote it; null unless synthetic
 * @param editedBy the generation whose model drew some tokens of a human text again; null: nobody did
 * @param edits how many of its tokens; null unless edited
 */
public record Provenance(
        Source source, @Nullable Integer writtenBy, @Nullable Integer editedBy, @Nullable TokenEdits edits) {

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
        if (editedBy != null) {
            Checks.within("provenance.editedBy", editedBy, 0, 1_000);
        }
        if ((editedBy == null) != (edits == null)) {
            throw new IllegalArgumentException(
                    "provenance.edits and provenance.editedBy: a text that was edited has both,"
                            + " any other neither");
        }
    }

    /** Of a text that nobody edited. */
    public Provenance(Source source, @Nullable Integer writtenBy) {
        this(source, writtenBy, null, null);
    }

    /** Human text, some tokens of which the model of a generation drew again. */
    public static Provenance edited(int editedBy, TokenEdits edits) {
        return new Provenance(Source.HUMAN, null, editedBy, edits);
    }

    /** Text written by the model of a generation. */
    public static Provenance synthetic(int writtenBy) {
        return new Provenance(Source.SYNTHETIC, writtenBy);
    }
}
