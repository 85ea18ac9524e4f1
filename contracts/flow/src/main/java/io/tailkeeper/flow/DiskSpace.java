package io.tailkeeper.flow;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.File;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The gauges {@code tailkeeper.disk.free.bytes} and {@code tailkeeper.disk.total.bytes} of the disks that a service writes on, by
 * service and by the setting that names the folder. Safe for use by several threads.
 */
@ApplicationScoped
public class DiskSpace {

    private final MeterRegistry meters;
    private final FlowSettings settings;
    private final String service;

    DiskSpace(
            MeterRegistry meters,
            FlowSettings settings,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.meters = meters;
        this.settings = settings;
        this.service = service;
    }

    void start(@Observes StartupEvent event) {
        watch("tailkeeper.directory", settings.directory());
    }

    /** Shows the disk that a setting's folder lies on, or will lie on. */
    public void watch(String setting, Path folder) {
        gauge("tailkeeper.disk.free.bytes", setting, folder, File::getUsableSpace);
        gauge("tailkeeper.disk.total.bytes", setting, folder, File::getTotalSpace);
    }

    private void gauge(String name, String setting, Path folder, ToDoubleFunction<File> space) {
        File absolute = folder.toAbsolutePath().toFile();
        Gauge.builder(name, () -> space.applyAsDouble(existing(absolute)))
                .tags("service", service, "folder", setting)
                .register(meters);
    }

    private static File existing(File folder) {
        File at = folder;
        for (@Nullable File above = folder; above != null && !at.exists(); above = above.getParentFile()) {
            at = above;
        }
        return at;
    }
}
