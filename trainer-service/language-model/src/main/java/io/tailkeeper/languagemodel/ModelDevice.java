package io.tailkeeper.languagemodel;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The device that the models of this process live on: {@code auto} (the first CUDA device that PyTorch sees, else the
 * CPU), {@code cpu} or {@code cuda:N}. Chosen once, before the first model is opened; {@code auto} where nobody chooses.
 */
public final class ModelDevice {

    /** Names the device of a program that is started by the launcher. */
    public static final String PROPERTY = "tailkeeper.device";

    public static final String ENGINE = "PyTorch";
    private static final Pattern NAME = Pattern.compile("auto|cpu|cuda:(\\d{1,3})");

    private static volatile @Nullable Device chosen;

    private ModelDevice() {}

    /**
     * Chooses.
     *
     * @throws IllegalArgumentException when there is no such device; the message says what there is and how to mend it
     */
    public static void choose(String name) {
        requireName(name);
        chosen = switch (name) {
            case "auto" -> null;
            case "cpu" -> Device.cpu();
            default -> cuda(name, Engine.getEngine(ENGINE).getGpuCount());
        };
    }

    /**
     * Chooses what the system property {@code tailkeeper.device} says, {@code auto} where it is not set.
     *
     * @throws IllegalArgumentException as {@link #choose}
     */
    public static void chooseByProperty() {
        choose(System.getProperty(PROPERTY, "auto"));
    }

    /**
     * Looks at how a device is written, not at whether it is there.
     *
     * @throws IllegalArgumentException when it is none of {@code auto}, {@code cpu}, {@code cuda:N}
     */
    public static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "device \"" + name + "\" is unknown; give auto, cpu or cuda:N, N from 0");
        }
    }

    /** @param devices CUDA devices that the engine sees */
    static Device cuda(String name, int devices) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(name);
        }
        int number = Integer.parseInt(matcher.group(1));
        if (number >= devices) {
            throw new IllegalArgumentException("device " + name + " is not there: PyTorch sees "
                    + (devices == 0 ? "no CUDA device" : devices + " CUDA devices, cuda:0 to cuda:" + (devices - 1))
                    + "; choose another, or give PyTorch its CUDA libraries (trainer-service/DEVICES.md says how)");
        }
        return Device.gpu(number);
    }

    /** The device that {@link #newManager} will use. */
    public static Device current() {
        Device device = chosen;
        return device == null ? Engine.getEngine(ENGINE).defaultDevice() : device;
    }

    /** How {@link #current} is written: {@code cpu} or {@code cuda:N}. */
    public static String name() {
        Device device = current();
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }

    /** Threads that models compute with, as the engine was told; as many as there are processors where nobody told it. */
    public static int threads() {
        return Integer.getInteger(
                "ai.djl.pytorch.num_threads", Runtime.getRuntime().availableProcessors());
    }

    /** A manager on the chosen device, to be closed by the caller. */
    public static NDManager newManager() {
        return NDManager.newBaseManager(current(), ENGINE);
    }
}
