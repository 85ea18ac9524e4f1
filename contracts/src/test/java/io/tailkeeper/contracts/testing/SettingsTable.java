package io.tailkeeper.contracts.testing;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The table of a service's settings in its README, made from the source of its settings interface: names, environment
 * variables, types, ranges, defaults, and the first comment of each method as its meaning.
 */
public final class SettingsTable {

    /** Set, it writes the table instead of comparing it: {@code -Dtailkeeper.write-documents}. */
    static final String WRITE = "tailkeeper.write-documents";

    private static final String BEGIN = "<!-- settings: made by SettingsTable, do not edit -->\n";
    private static final String END = "<!-- end of settings -->\n";
    private static final Map<String, String> RANGES =
            Map.of("Min", "from %s", "DecimalMax", "up to %s", "Positive", "above 0", "NotEmpty", "at least one");

    private final CompilationUnitTree unit;
    private final DocTrees documentation;
    private final List<String> rows = new ArrayList<>();

    private SettingsTable(CompilationUnitTree unit, DocTrees documentation) {
        this.unit = unit;
        this.documentation = documentation;
    }

    /**
     * Compares the table in a README with the settings interface, or writes it.
     *
     * @param source the interface, with {@code @ConfigMapping(prefix = …)}
     * @param readme has the two comments between which the table stands
     * @throws AssertionError when the table is not that of the interface; the message says how to have it written
     */
    public static void check(Path source, Path readme) throws IOException {
        String text = Files.readString(readme);
        int from = text.indexOf(BEGIN);
        int to = text.indexOf(END);
        if (from < 0 || to < from) {
            throw new AssertionError(
                    readme + " has no place for the settings; write these lines into it:\n" + BEGIN + END);
        }
        String made = text.substring(0, from + BEGIN.length()) + of(source) + text.substring(to);
        if (System.getProperty(WRITE) != null) {
            Files.writeString(readme, made);
        } else if (!made.equals(text)) {
            throw new AssertionError(readme + " does not have the settings of " + source.getFileName()
                    + "; have it written by running this test with -D" + WRITE + "=true. It should be:\n" + of(source));
        }
    }

    private static String of(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(source));
            CompilationUnitTree unit = task.parse().iterator().next();
            ClassTree type = (ClassTree) unit.getTypeDecls().getFirst();
            SettingsTable table = new SettingsTable(unit, DocTrees.instance(task));
            table.add(
                    type,
                    argument(type.getModifiers().getAnnotations(), "ConfigMapping")
                            .orElseThrow(() -> new AssertionError(source + " is no settings interface")));
            return "| setting, environment variable | type | default | meaning |\n| --- | --- | --- | --- |\n"
                    + String.join("", table.rows);
        }
    }

    private void add(ClassTree type, String prefix) {
        for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree setting) {
                Optional<ClassTree> group = group(type, setting.getReturnType().toString());
                String name = prefix + "." + kebab(setting.getName().toString());
                if (group.isPresent()) {
                    add(group.get(), name);
                } else {
                    rows.add(row(type, setting, name));
                }
            }
        }
    }

    private static Optional<ClassTree> group(ClassTree type, String name) {
        return type.getMembers().stream()
                .filter(member -> member instanceof ClassTree nested
                        && nested.getSimpleName().contentEquals(name))
                .map(ClassTree.class::cast)
                .findFirst();
    }

    private String row(ClassTree type, MethodTree setting, String name) {
        List<? extends AnnotationTree> annotations = setting.getModifiers().getAnnotations();
        String environment = name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        String standard = argument(annotations, "WithDefault")
                .map(value -> "`" + value + "`")
                .orElse("none");
        return "| `" + name + "`<br>`" + environment + "` | " + type(setting, annotations) + " | " + standard + " | "
                + meaning(type, setting) + " |\n";
    }

    private static String type(MethodTree setting, List<? extends AnnotationTree> annotations) {
        String type = setting.getReturnType().toString().replaceFirst("^Optional<(.*)>$", "$1");
        boolean list = type.startsWith("List<");
        String word =
                switch (type.replaceFirst("^List<(.*)>$", "$1")) {
                    case "int", "long" -> "whole number";
                    case "double" -> "number";
                    case "boolean" -> "`true` or `false`";
                    case "Duration" -> "duration";
                    case "MemorySize" -> "size";
                    case "Path" -> list ? "paths" : "path";
                    default -> list ? "words" : "text";
                };
        String ranges = annotations.stream()
                .filter(annotation -> RANGES.containsKey(simpleName(annotation)))
                .map(annotation -> RANGES.get(simpleName(annotation))
                        .formatted(annotation.getArguments().isEmpty() ? "" : value(annotation)))
                .collect(Collectors.joining(", "));
        return word + (list ? ", commas between them" : "") + (ranges.isEmpty() ? "" : ", " + ranges);
    }

    private String meaning(ClassTree type, MethodTree setting) {
        TreePath path = TreePath.getPath(unit, setting);
        String comment = documentation.getDocComment(path);
        if (comment == null) {
            throw new AssertionError(
                    type.getSimpleName() + "." + setting.getName() + " has no comment that says what it is");
        }
        return comment.strip()
                .replaceAll("\\s+", " ")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replace("|", "\\|");
    }

    private static Optional<String> argument(List<? extends AnnotationTree> annotations, String name) {
        return annotations.stream()
                .filter(annotation -> simpleName(annotation).equals(name))
                .map(SettingsTable::value)
                .findFirst();
    }

    private static String simpleName(AnnotationTree annotation) {
        return annotation.getAnnotationType().toString();
    }

    private static String value(AnnotationTree annotation) {
        ExpressionTree argument = annotation.getArguments().getFirst();
        ExpressionTree value = argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
        return ((LiteralTree) value).getValue().toString();
    }

    private static String kebab(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
