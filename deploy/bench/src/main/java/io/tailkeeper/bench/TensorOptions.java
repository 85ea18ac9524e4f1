package io.tailkeeper.bench;

import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.local.DeviceOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where and with how many threads tensors compute. */
final class TensorOptions {

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of a tensor operation. Default: what the service gets here")
    private @Nullable Integer threads;

    @Mixin
    private DeviceOption device;

    /**
     * Tells the engine, which must not have been loaded yet.
     *
     * @param usual threads where none are asked for
     */
    void setUp(int usual) {
        if (threads != null && threads < 1) {
            throw new UsageException("--threads must be at least 1");
        }
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads == null ? usual : threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        ModelDevice.choose(device.name());
    }
}
