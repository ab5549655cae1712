package io.osler.ner.eval;

import io.osler.ner.AnnotatedText;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.CorpusFormat;
import io.osler.ner.corpus.GoldSentences;
import io.osler.ner.corpus.ReadOptions;
import java.nio.file.Path;
import java.util.List;

/** Sentences of an IOB2 file with types in lower case. */
public final class Iob2Corpus {
    private Iob2Corpus() {}

    /** The sentences in order, those without a mention too. */
    public static List<AnnotatedText> read(Path file) {
        return GoldSentences.of(Corpora.read(file, CorpusFormat.IOB2, ReadOptions.FOR_TASKS))
                .texts();
    }
}
