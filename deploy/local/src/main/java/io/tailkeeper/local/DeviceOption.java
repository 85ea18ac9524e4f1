package io.tailkeeper.local;

import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.languagemodel.ModelDevice;
import picocli.CommandLine.Option;

/** Where models live: the option that several commands share. */
public final class DeviceOption {

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = "Where models live: auto (the first CUDA device that PyTorch sees, else the CPU), cpu or"
                    + " cuda:N. Default: auto")
    private String device;

    /**
     * The device as given.
     *
     * @throws ExperimentException when no device is called that
     */
    public String name() {
        try {
            ModelDevice.requireName(device);
            return device;
        } catch (IllegalArgumentException e) {
            throw new ExperimentException("--device: " + e.getMessage());
        }
    }
}
