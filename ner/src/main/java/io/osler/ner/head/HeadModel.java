package io.osler.ner.head;

import io.osler.engine.Embedder;
import io.osler.engine.Engine;
import io.osler.models.text.Tokenizer;
import io.osler.ner.files.Fingerprint;
import io.osler.ner.task.Task;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Which model reads for a head: hidden states of another one mean nothing to it.
 *
 * @param name      for people
 * @param modelHash of its files, and of adapters merged into it
 * @param form      number format it runs in
 * @param tokenHash of its tokenizer's vocabulary; empty for an encoder, whose tokenizer is one of its files
 */
public record HeadModel(String name, String modelHash, String form, String tokenHash) {
    public static HeadModel of(Engine engine, String name) {
        StringBuilder files =
                new StringBuilder(Fingerprint.ofFiles(engine.model().path()));
        engine.options().adapters().forEach(adapter -> files.append(Fingerprint.ofFiles(adapter)));
        return new HeadModel(
                name, Fingerprint.of(files.toString()), engine.weightForm().name(), vocabulary(engine.tokenizer()));
    }

    public static HeadModel of(Embedder encoder, String name) {
        return new HeadModel(
                name, Fingerprint.ofFiles(encoder.path()), encoder.weightForm().name(), "");
    }

    /** Whether states of one mean the same to a head as states of the other; names and forms may differ. */
    public boolean readsAs(HeadModel other) {
        return modelHash.equals(other.modelHash) && tokenHash.equals(other.tokenHash);
    }

    public static String hash(Task task) {
        return hash(task.name(), task.labelNames());
    }

    private static String hash(String task, List<String> labels) {
        return Fingerprint.of(task + "\n" + String.join("\n", labels));
    }

    private static String vocabulary(Tokenizer tokenizer) {
        CRC32C checksum = new CRC32C();
        for (int id = 0; id < tokenizer.size(); id++) {
            checksum.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, id));
            checksum.update(tokenizer.bytes(id));
        }
        return Long.toHexString(checksum.getValue());
    }
}
