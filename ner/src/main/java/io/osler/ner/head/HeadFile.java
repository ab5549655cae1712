package io.osler.ner.head;

import io.osler.engine.tagger.TaggerNetwork;
import io.osler.models.ModelException;
import io.osler.models.weights.SafetensorsFile;
import io.osler.models.weights.SafetensorsWriter;
import io.osler.models.weights.TensorInfo;
import io.osler.ner.NerException;
import io.osler.ner.detect.MentionDetector;
import io.osler.ner.detect.PoolStrings;
import io.osler.ner.detect.WordCounts;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.files.PendingFile;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A head on disk: one safetensors file.
 *
 * <pre>
 * __metadata__  osler-head   {@link HeadInfo} as JSON: format, hashes of model, tokenizer and task, labels, how sentences
 *                            are read, scores on held-out data, learning curve
 *               calibration  {"slope": ..., "offset": ...}
 *               evidence     {"strings": {"string": {"type": ..., "share": ...}}, "words": {"word": [count, in each label]}};
 *                            missing in a head without evidence. These are words of the training notes.
 * chain         F32 [C, C]   what the tag before adds; 0 where a tag never follows
 * 0.mean ...    F32          tensors of {@link TaggerNetwork#lengths} of each network, from 0
 * </pre>
 *
 * Written aside and renamed: an old head stays whole until the new one is.
 */
public final class HeadFile {
    private static final String INFO = "osler-head";
    private static final String CALIBRATION = "calibration";
    private static final String EVIDENCE = "evidence";
    private static final String CHAIN = "chain";
    private static final JsonMapper JSON = JsonMapper.shared();

    private record Told(Map<String, PoolStrings.Entry> strings, Map<String, int[]> words) {}

    private HeadFile() {}

    /** Writes or replaces a head. */
    public static void write(Path file, FittedHead head) {
        SafetensorsWriter writer = new SafetensorsWriter()
                .metadata(INFO, JSON.writeValueAsString(head.info()))
                .metadata(CALIBRATION, JSON.writeValueAsString(head.calibration()));
        head.evidence()
                .ifPresent(evidence -> writer.metadata(
                        EVIDENCE,
                        JSON.writeValueAsString(new Told(
                                evidence.strings().entries(), evidence.words().counts()))));
        float[][] steps = head.chain().steps();
        float[] flat = new float[steps.length * steps.length];
        for (int i = 0; i < steps.length; i++) {
            System.arraycopy(steps[i], 0, flat, i * steps.length, steps.length);
        }
        writer.tensor(CHAIN, flat, steps.length, steps.length);
        for (int i = 0; i < head.networks().size(); i++) {
            int network = i;
            head.networks()
                    .get(i)
                    .tensors()
                    .forEach((name, values) -> writer.tensor(network + "." + name, values, values.length));
        }
        try (PendingFile pending = AtomicFiles.create(file)) {
            pending.write(writer.bytes());
            pending.publish();
        }
    }

    /** What a head is, without loading it. */
    public static HeadInfo info(Path file) {
        try (SafetensorsFile opened = open(file)) {
            return info(file, opened);
        }
    }

    /**
     * Reads a head.
     *
     * @param names the dictionary it asks, if it asks one
     * @throws NerException HEAD_UNUSABLE when the file is no whole head of this format, or asks for a dictionary
     */
    public static FittedHead read(Path file, Optional<MentionDetector> names) {
        try (SafetensorsFile opened = open(file)) {
            HeadInfo info = info(file, opened);
            if (!info.names().isEmpty() && names.isEmpty()) {
                throw unusable(file, "was fitted with a dictionary's names as evidence; name that dictionary", null);
            }
            List<TaggerNetwork> networks = new ArrayList<>();
            for (int i = 0; i < info.networks(); i++) {
                networks.add(new TaggerNetwork(info.sizes(), tensors(opened, i + ".")));
            }
            TagSet tags = new TagSet(info.labels());
            float[] flat = values(opened, opened.find(CHAIN).orElseThrow());
            float[][] steps = new float[tags.size()][tags.size()];
            for (int i = 0; i < flat.length; i++) {
                steps[i / tags.size()][i % tags.size()] = flat[i];
            }
            Optional<Evidence> evidence = Optional.ofNullable(opened.metadata().get(EVIDENCE))
                    .map(json -> JSON.readValue(json, Told.class))
                    .map(told -> new Evidence(
                            tags,
                            new PoolStrings(told.strings),
                            new WordCounts(tags.labels().size(), told.words),
                            info.names().isEmpty() ? Optional.empty() : names));
            Calibration calibration = JSON.readValue(opened.metadata().get(CALIBRATION), Calibration.class);
            return new FittedHead(info, networks, TagChain.of(tags, steps), evidence, calibration);
        } catch (JacksonException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | java.util.NoSuchElementException e) {
            throw unusable(file, "is damaged (its parts do not fit together); fit it again", e);
        }
    }

    private static SafetensorsFile open(Path file) {
        try {
            return SafetensorsFile.open(file);
        } catch (ModelException e) {
            if (e.code() == ModelException.Code.FILE_MISSING) {
                throw e;
            }
            throw unusable(file, "is damaged or no head (%s); fit it again".formatted(e.getMessage()), e);
        }
    }

    private static HeadInfo info(Path file, SafetensorsFile opened) {
        String json = opened.metadata().get(INFO);
        if (json == null) {
            throw unusable(file, "is a safetensors file, but no head of 'osler fit'", null);
        }
        try {
            int format = JSON.readTree(json).path("format").asInt(0);
            if (format != HeadInfo.FORMAT) {
                throw unusable(
                        file,
                        "has format %d, this version reads %d; fit it again".formatted(format, HeadInfo.FORMAT),
                        null);
            }
            return JSON.readValue(json, HeadInfo.class);
        } catch (JacksonException | IllegalArgumentException e) {
            throw unusable(file, "has an unreadable header; fit it again", e);
        }
    }

    private static Map<String, float[]> tensors(SafetensorsFile opened, String prefix) {
        Map<String, float[]> tensors = new HashMap<>();
        for (TensorInfo tensor : opened.tensors()) {
            if (tensor.name().startsWith(prefix)) {
                tensors.put(tensor.name().substring(prefix.length()), values(opened, tensor));
            }
        }
        return tensors;
    }

    private static float[] values(SafetensorsFile opened, TensorInfo tensor) {
        return opened.bytes(tensor).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
    }

    static NerException unusable(Path file, String message, Throwable cause) {
        return new NerException(NerException.Code.HEAD_UNUSABLE, "head " + file, message, cause);
    }
}
