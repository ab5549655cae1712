package io.osler.ner.evidence;

import io.osler.ner.NerException;
import io.osler.ner.detect.WordCounts;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.files.Utf8Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fitted evidence on disk: JSON.
 *
 * <pre>
 * info        {@link EvidenceInfo}: format, hashes of model, tokenizer and task, how the model was asked, scores
 * origins     vocabularies of the dictionary that are told apart
 * columns     names of the features, for people
 * regression  {"means": [...], "scales": [...], "weights": [...], "offset": ...}
 * threshold   least probability of a span that is taken
 * strings     {"string": [how often it stands, how often annotated with each label]}
 * begins      {"word": [how often it stands, how often it begins a mention of each label]}
 * inside      {"word": [how often it stands, how often in a mention of each label]}
 * </pre>
 *
 * The last three hold words of the annotated notes. Written aside and renamed.
 */
public final class EvidenceFile {
    private static final JsonMapper JSON = JsonMapper.shared();

    private record Told(
            EvidenceInfo info,
            List<String> origins,
            List<String> columns,
            LogisticRegression regression,
            double threshold,
            Map<String, int[]> strings,
            Map<String, int[]> begins,
            Map<String, int[]> inside) {}

    private EvidenceFile() {}

    /** Writes or replaces a file. */
    public static void write(Path file, FittedEvidence evidence) {
        EvidenceInfo info = evidence.info();
        PoolCounts pool = evidence.pool();
        SpanFeatures features = new SpanFeatures(info.labels(), EvidencePart.parse(info.parts()), evidence.origins());
        Told told = new Told(
                info,
                evidence.origins(),
                features.names(),
                evidence.regression(),
                evidence.threshold(),
                pool.strings(),
                pool.begins().counts(),
                pool.inside().counts());
        AtomicFiles.write(file, JSON.writeValueAsString(told));
    }

    /** What a file goes with. */
    public static EvidenceInfo info(Path file) {
        return told(file).info;
    }

    /**
     * Reads a file.
     *
     * @param names the dictionary it asks, if it asks one
     * @throws NerException HEAD_UNUSABLE when it is no whole file of this format, or asks for a dictionary
     */
    public static FittedEvidence read(Path file, Optional<EvidenceNames> names) {
        Told told = told(file);
        String asked = told.info.names();
        if (!asked.isEmpty() && names.isEmpty()) {
            throw unusable(file, "was fitted with a dictionary's names; name that dictionary", null);
        }
        names.filter(them -> !asked.isEmpty() && !asked.equals(them.fingerprint()))
                .ifPresent(them -> {
                    throw unusable(
                            file,
                            "was fitted with the names of another dictionary (%s) than this one (%s)"
                                    .formatted(asked, them.fingerprint()),
                            null);
                });
        List<String> labels = told.info.labels();
        try {
            PoolCounts pool = new PoolCounts(
                    labels,
                    told.strings,
                    new WordCounts(labels.size(), told.begins),
                    new WordCounts(labels.size(), told.inside));
            return new FittedEvidence(
                    told.info,
                    pool,
                    told.origins,
                    told.regression,
                    told.threshold,
                    asked.isEmpty() ? Optional.empty() : names);
        } catch (IllegalArgumentException e) {
            throw unusable(file, "is damaged (its parts do not fit together); fit it again", e);
        }
    }

    private static Told told(Path file) {
        String text = Utf8Text.read(file);
        try {
            var tree = JSON.readTree(text);
            int format = tree.path("info").path("format").asInt(0);
            if (format != EvidenceInfo.FORMAT) {
                throw unusable(
                        file,
                        format == 0
                                ? "is no evidence of 'osler fit-spans'"
                                : "has format %d, this version reads %d; fit it again"
                                        .formatted(format, EvidenceInfo.FORMAT),
                        null);
            }
            Told told = JSON.treeToValue(tree, Told.class);
            if (told.origins == null
                    || told.regression == null
                    || told.strings == null
                    || told.begins == null
                    || told.inside == null) {
                throw unusable(file, "is damaged (a part is missing); fit it again", null);
            }
            return told;
        } catch (JacksonException | IllegalArgumentException e) {
            throw unusable(file, "is damaged or no evidence of 'osler fit-spans'; fit it again", e);
        }
    }

    static NerException unusable(Path file, String message, Throwable cause) {
        return new NerException(NerException.Code.HEAD_UNUSABLE, "evidence " + file, message, cause);
    }
}
