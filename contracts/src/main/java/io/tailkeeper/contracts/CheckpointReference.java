package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;
import java.net.URI;

/**
 * A checkpoint by reference; models never travel in a message.
 *
 * @param uri where it lies: a {@code file:} URI or an absolute path of a {@code .safetensors} file on a volume that its readers
 *     share, or an {@code s3:} URI within the installation's store; shards go by their {@code model.safetensors.index.json}
 * @param sha256 digest of the whole file, or of all files of a checkpoint in shards (as the schema defines it), lower-case
 *     hexadecimal; checked before the weights are read
 * @param generation the generation that was trained into it
 */
public record CheckpointReference(URI uri, String sha256, int generation) {

    public CheckpointReference {
        Checks.notBlank("checkpoint.uri", Checks.present("checkpoint.uri", uri).toString(), Checks.LONGEST_PATH);
        Checks.sha256("checkpoint.sha256", sha256);
        Checks.within("checkpoint.generation", generation, 0, 1_000);
    }
}
