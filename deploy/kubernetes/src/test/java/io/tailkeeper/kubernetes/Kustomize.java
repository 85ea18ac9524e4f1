package io.tailkeeper.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Renders by {@code kubectl kustomize}, which asks no cluster. */
public final class Kustomize {

    private Kustomize() {}

    /** What an overlay renders to. */
    static Manifests render(Path overlay) throws IOException, InterruptedException {
        Process process;
        try {
            ProcessBuilder kubectl =
                    new ProcessBuilder("kubectl", "kustomize", overlay.toString()).redirectErrorStream(true);
            // It lives a fifth of a second, a third of which was the collection of its garbage.
            kubectl.environment().put("GOGC", "off");
            kubectl.environment().put("GOMAXPROCS", "1");
            process = kubectl.start();
        } catch (IOException e) {
            throw new AssertionError(
                    "kubectl is not on the PATH, and the manifests cannot be rendered without it. To mend it: install version"
                            + " 1.27 or newer (for example: brew install kubectl, snap install kubectl --classic, or"
                            + " apt-get install kubernetes-client on Debian 13; deploy/verify/manifests tries that as root).",
                    e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("kubectl kustomize " + overlay + " failed: " + output);
        }
        return Manifests.parse(output);
    }

    /** The base with components, in this order; the overlay is written into a folder of the build. */
    public static Manifests render(List<String> components) throws IOException, InterruptedException {
        Path folder = Checkout.HERE.resolve("target/combinations/"
                + (components.isEmpty() ? "base" : String.join("+", components).replace('/', '-')));
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../../../base]\ncomponents:\n"
                        + components.stream()
                                .map(name -> "  - ../../../components/" + name + "\n")
                                .collect(Collectors.joining()));
        return render(folder);
    }
}
