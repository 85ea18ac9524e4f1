package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a test asserts of all elements holds of none as well: so it says first that there are some. */
class EmptySourcesTest {

    private static final Set<String> OF_ALL = Set.of("allMatch", "allSatisfy", "noneMatch", "noneSatisfy");
    private static final Set<String> OF_FEWER = Set.of("filteredOn", "flatExtracting", "flatMap");

    @Test
    void whoAssertsOfAllSaysThatThereAreSome() throws IOException {
        List<Path> tests = new ArrayList<>();
        for (Path module : ModulesTest.modules(ModulesTest.HOME)) {
            tests.addAll(sources(module.resolve("src/test/java")));
        }
        assertThat(tests).hasSizeGreaterThan(100);
        assertThat(unsized(tests))
                .as("put isNotEmpty() or hasSize(n) before it, in the same chain")
                .isEmpty();
    }

    @Test
    void anAssertionOfAllWithoutASizeIsFound(@TempDir Path folder) throws IOException {
        Path test = Files.writeString(
                folder.resolve("Sample.java"),
                """
                class Sample {
                    void sample() {
                        assertThat(a).isNotEmpty().allMatch(x -> x > 0);
                        assertThat(a).hasSize(3).allSatisfy(x -> assertThat(x.b()).hasSize(2)).noneMatch(x -> x > 0);
                        assertThat(a).allMatch(x -> x > 0);
                        assertThat(a).hasSize(3).filteredOn(x -> x > 1).allMatch(x -> x > 0);
                        assertThat(a).hasSize(1).allSatisfy(x -> assertThat(x.b()).noneSatisfy(y -> check(y)));
                        assertThat(a.stream().allMatch(x -> x > 0)).isTrue();
                    }
                }
                """);
        assertThat(unsized(List.of(test))).containsExactly(test + ":5", test + ":6", test + ":7");
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static List<String> unsized(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask parser = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(parser).getSourcePositions();
            List<String> found = new ArrayList<>();
            parser.parse().forEach(source -> new Finder(source, positions, found).scan(source, null));
            return found;
        }
    }

    /** Collects file and line of every assertion of all elements whose chain has not said that there are some. */
    private static final class Finder extends TreeScanner<Void, Void> {

        private final CompilationUnitTree source;
        private final SourcePositions positions;
        private final List<String> found;

        Finder(CompilationUnitTree source, SourcePositions positions, List<String> found) {
            this.source = source;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            if (OF_ALL.contains(name(call)) && isUnsized(receiver(call))) {
                long end = positions.getEndPosition(source, call.getMethodSelect());
                found.add(Path.of(source.getSourceFile().toUri()) + ":"
                        + source.getLineMap().getLineNumber(end));
            }
            return super.visitMethodInvocation(call, null);
        }

        /** Walks from an assertion back to the {@code assertThat} that its chain begins with, if it does. */
        private static boolean isUnsized(ExpressionTree chain) {
            boolean sized = false;
            boolean fewer = false;
            ExpressionTree link = chain;
            while (link instanceof MethodInvocationTree call && receiver(call) != null) {
                fewer |= OF_FEWER.contains(name(call));
                sized |= !fewer && saysThatThereAreSome(name(call));
                link = receiver(call);
            }
            return !sized
                    && link instanceof MethodInvocationTree first
                    && name(first).equals("assertThat");
        }

        private static boolean saysThatThereAreSome(String assertion) {
            return assertion.equals("isNotEmpty") || assertion.startsWith("has") || assertion.startsWith("contains");
        }

        private static String name(MethodInvocationTree call) {
            return switch (call.getMethodSelect()) {
                case MemberSelectTree member -> member.getIdentifier().toString();
                case IdentifierTree identifier -> identifier.getName().toString();
                default -> "";
            };
        }

        private static ExpressionTree receiver(MethodInvocationTree call) {
            return call.getMethodSelect() instanceof MemberSelectTree member ? member.getExpression() : null;
        }
    }
}
