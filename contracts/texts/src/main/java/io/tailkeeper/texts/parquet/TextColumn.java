package io.tailkeeper.texts.parquet;

import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.schema.FileSchema;
import dev.hardwood.schema.SchemaNode;
import io.tailkeeper.texts.TextException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A column that is wanted.
 *
 * @param type in the file's words
 * @param isText whether it holds one text, or none, a row
 */
record TextColumn(String name, String type, boolean isText) {

    /** Those of some columns that a file has. */
    static List<TextColumn> of(Path file, FileSchema schema, List<String> wanted) {
        List<SchemaNode> children = schema.getRootNode().children();
        List<TextColumn> columns = new ArrayList<>();
        for (SchemaNode child : children) {
            if (wanted.contains(child.name())) {
                columns.add(of(child));
            }
        }
        if (columns.isEmpty()) {
            throw new TextException(file + " has no column \"" + wanted.getFirst() + "\" but "
                    + children.stream().map(child -> '"' + child.name() + '"').collect(Collectors.joining(", "))
                    + "; name the column of the text in corpus.text-column");
        }
        return columns;
    }

    private static TextColumn of(SchemaNode node) {
        if (node instanceof SchemaNode.PrimitiveNode leaf) {
            boolean text = leaf.type() == PhysicalType.BYTE_ARRAY && leaf.repetitionType() != RepetitionType.REPEATED;
            return new TextColumn(leaf.name(), leaf.type().toString(), text);
        }
        return new TextColumn(node.name(), "a group of columns", false);
    }
}
