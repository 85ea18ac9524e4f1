package io.tailkeeper.checkpoints;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.huggingface.HuggingFaceFolder;
import io.tailkeeper.languagemodel.huggingface.ShardedCheckpoint;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.safetensors.SafetensorsFile;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Checkpoints of a model of some 130 KB, as the trainer and as Hugging Face's libraries write them. */
final class SmallModels {

    static final ModelConfig CONFIG = new ModelConfig(1, 2, 32, 32, 512);
    private static final Tokenizer TOKENIZER = Gpt2RanksTokenizer.of(512);

    private SmallModels() {}

    /** A checkpoint of the trainer's, with what lies beside it. */
    static CheckpointReference own(Path folder, int generation) {
        Path file = folder.resolve("model.safetensors");
        try (LanguageModel model = Models.initialise(CONFIG, generation + 1)) {
            String sha256 = model.save(file);
            HuggingFaceFolder.describe(folder, CONFIG, TOKENIZER);
            return new CheckpointReference(file.toUri(), sha256, generation);
        }
    }

    /** A checkpoint in one shard. */
    static CheckpointReference sharded(Path folder) throws IOException {
        Path shard = folder.resolve("model-00001-of-00001.safetensors");
        try (LanguageModel model = Models.initialise(CONFIG, 7)) {
            HuggingFaceFolder.write(folder, model, TOKENIZER);
        }
        Files.move(folder.resolve("model.safetensors"), shard);
        Set<String> names;
        try (SafetensorsFile file = SafetensorsFile.open(shard)) {
            names = Set.copyOf(file.names());
        }
        ObjectNode index = new ObjectMapper().createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        names.forEach(name -> map.put(name, shard.getFileName().toString()));
        Path file = Files.writeString(folder.resolve(ShardedCheckpoint.INDEX), index.toString());
        return new CheckpointReference(file.toUri(), ShardedCheckpoint.digest(file), 0);
    }
}
