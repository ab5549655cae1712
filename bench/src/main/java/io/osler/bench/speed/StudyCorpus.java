package io.osler.bench.speed;

import io.osler.ner.AnnotatedText;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.corpus.GoldSentences;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.corpus.TypeNames;
import io.osler.ner.files.Fingerprint;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * NCBI-disease as {@code osler eval --task disease} reads it.
 *
 * @param task      with the training sentences as its examples
 * @param sentences of the test set
 */
record StudyCorpus(Task task, List<GoldSentence> sentences) {
    private static final String LABEL = "disease";

    /** @param data with {@code ncbi-disease/iob} */
    static StudyCorpus read(Path data) {
        Path corpus = data.resolve("ncbi-disease/iob");
        return new StudyCorpus(
                Tasks.find(LABEL).withExamples(read(corpus, "train").texts()),
                read(corpus, "test").sentences());
    }

    private static GoldSentences read(Path corpus, String split) {
        return GoldSentences.read(
                Corpora.split(corpus, split), ReadOptions.FOR_TASKS.withTypes(TypeNames.mapped(Map.of(LABEL, LABEL))));
    }

    /** As runs over the test set have it in their head. */
    String fingerprint() {
        return Fingerprint.of(texts());
    }

    private List<AnnotatedText> texts() {
        return sentences.stream().map(GoldSentence::gold).toList();
    }
}
