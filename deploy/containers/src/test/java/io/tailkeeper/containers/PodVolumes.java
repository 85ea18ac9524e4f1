package io.tailkeeper.containers;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.kubernetes.Manifests;
import io.tailkeeper.kubernetes.Manifests.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The volumes of pods as folders of this machine. A claim is one folder for all that mount it. Every account may write to them: what a
 * cluster does by {@code fsGroup} is not tried here.
 */
final class PodVolumes {

    private final Manifests manifests;
    private final Path root;
    private final Map<Path, Long> limits = new TreeMap<>();

    PodVolumes(Manifests manifests, Path root) {
        this.manifests = manifests;
        this.root = root;
    }

    /** The folder of one volume of a pod. */
    Path folder(Pod pod, String name) {
        for (JsonNode volume : Manifests.elements(pod.spec(), "/volumes")) {
            if (volume.path("name").asText().equals(name)) {
                return folder(pod, name, volume);
            }
        }
        return made(pod.name() + "-" + name); // of a claim's template
    }

    private Path folder(Pod pod, String name, JsonNode volume) {
        if (volume.has("persistentVolumeClaim")) {
            return made("claim-" + volume.at("/persistentVolumeClaim/claimName").asText());
        }
        Path folder = made(pod.name() + "-" + name);
        if (volume.has("configMap")) {
            String map = volume.at("/configMap/name").asText();
            manifests
                    .find("ConfigMap", map)
                    .orElseThrow(() -> new AssertionError("there is no ConfigMap " + map))
                    .path("data")
                    .properties()
                    .forEach(file ->
                            write(folder.resolve(file.getKey()), file.getValue().asText()));
        } else if (volume.has("emptyDir")) {
            limits.put(
                    folder, PodContainer.bytes(volume.at("/emptyDir/sizeLimit").asText()));
        } else if (!volume.at("/secret/optional").asBoolean()) {
            throw new AssertionError(pod.name() + " mounts what this test does not know: " + volume);
        }
        return folder;
    }

    /** Bytes in each folder that has a limit, beside the limit: a cluster ends a pod that has more. */
    Map<Path, String> tooFull() throws IOException {
        Map<Path, String> found = new TreeMap<>();
        for (Map.Entry<Path, Long> limit : limits.entrySet()) {
            try (Stream<Path> files = Files.walk(limit.getKey())) {
                long bytes = files.filter(Files::isRegularFile)
                        .mapToLong(PodVolumes::size)
                        .sum();
                if (bytes > limit.getValue()) {
                    found.put(limit.getKey(), bytes + " bytes of " + limit.getValue());
                }
            }
        }
        return found;
    }

    /** How many folders have a limit. */
    int limited() {
        return limits.size();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // gone in the meantime
        }
    }

    private Path made(String name) {
        try {
            Path folder = Files.createDirectories(root.resolve(name));
            return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
