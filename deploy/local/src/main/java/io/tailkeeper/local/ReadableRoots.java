package io.tailkeeper.local;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.experiment.inputs.FileNames;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The files and folders that a person named: the services may read these, what links in them lead to, and nothing else. */
final class ReadableRoots {

    /** More links than these are allowed by the folders that they lead to: a setting has no room for thousands of files. */
    private static final int MAX_LINKS = 50;

    private ReadableRoots() {}

    /** What the runs of an experiment read. */
    static List<Path> of(Experiment experiment) {
        Set<Path> named = new LinkedHashSet<>();
        Stream.concat(Stream.of(experiment.base()), experiment.arms().values().stream())
                .flatMap(ReadableRoots::named)
                .map(Path::of)
                .forEach(named::add);
        return of("corpus, items or model", named);
    }

    private static Stream<String> named(RunSpecification run) {
        CorpusSpecification corpus = run.corpus();
        return Stream.of(
                        corpus.source(),
                        corpus.validationSource(),
                        corpus.testSource(),
                        run.model().pretrained(),
                        run.foreignWriter(),
                        run.knowledge() == null ? null : run.knowledge().file())
                .filter(Objects::nonNull)
                .filter(source -> !source.equals(CorpusSpecification.WORDNET));
    }

    /**
     * These, and what links in them lead to.
     *
     * @param what they are, for messages
     * @throws ExperimentException when one cannot be named to a service
     */
    static List<Path> of(String what, Collection<Path> named) {
        Set<Path> roots = new LinkedHashSet<>();
        for (Path path : named) {
            Path absolute = FileNames.settable(what, path.toAbsolutePath().normalize());
            roots.add(absolute);
            Set<Path> linked = linked(absolute);
            linked.stream()
                    .map(file -> linked.size() > MAX_LINKS ? file.getParent() : file)
                    .forEach(roots::add);
        }
        return List.copyOf(roots);
    }

    private static Set<Path> linked(Path named) {
        Set<Path> linked = new LinkedHashSet<>();
        if (!Files.isDirectory(named)) {
            return linked;
        }
        try {
            Path root = named.toRealPath();
            Files.walkFileTree(
                    named, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                            Path real = attributes.isRegularFile() ? file.toRealPath() : root;
                            if (!real.startsWith(root)) {
                                linked.add(real);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            return FileVisitResult
                                    .CONTINUE; // a link to a folder above, say: the service passes it over too
                        }
                    });
        } catch (IOException e) {
            return linked; // the service meets the same and says so
        }
        return linked;
    }
}
