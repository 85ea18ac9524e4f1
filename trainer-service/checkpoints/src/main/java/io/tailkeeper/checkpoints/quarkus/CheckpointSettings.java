package io.tailkeeper.checkpoints.quarkus;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tailkeeper.checkpoints.StoreAddress;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where checkpoints lie, for trainer, generator and detector; all services of an installation have the same store. */
@ConfigMapping(prefix = "tailkeeper.checkpoints")
public interface CheckpointSettings {

    /**
     * {@code file:} where the trainer's folder is on a volume that generator and detector share, or {@code s3://BUCKET/PREFIX}: the
     * trainer puts its checkpoints there, and nothing outside of it is fetched. Installations need different prefixes.
     */
    @Pattern(
            regexp = StoreAddress.SYNTAX,
            message = "write file: for a shared volume, or s3://BUCKET/PREFIX with letters, digits, dots and dashes")
    @WithDefault("file:")
    String store();

    /** Address of the store, {@code https://HOST:PORT}; none: Amazon's own. */
    Optional<URI> endpoint();

    /** Region that requests to the store are signed for. */
    @NotBlank
    @WithDefault("us-east-1")
    String region();

    /** Whether the bucket is named in the path and not in the host, as most stores want it that are not Amazon's. */
    @WithDefault("false")
    boolean pathStyle();

    /** Most bytes of a checkpoint that is fetched. */
    @WithDefault("16G")
    MemorySize largest();

    /** Folder of what was fetched. */
    @WithDefault("${tailkeeper.directory}/checkpoints.cache")
    Path cache();

    /** Bytes of what was fetched that are kept; what was used longest ago goes first. */
    @WithDefault("20G")
    MemorySize cacheSize();
}
