package io.osler.bench.speed;

import io.osler.engine.Embedder;
import io.osler.engine.EmbedderOptions;
import io.osler.kb.KnowledgeBase;
import io.osler.kb.TextEncoder;
import io.osler.kb.build.KnowledgeBaseBuilder;
import io.osler.kb.search.CandidateFinder;
import io.osler.kb.search.CandidateOptions;
import io.osler.kb.search.NameIndexes;
import io.osler.kb.source.Sources;
import io.osler.kb.vector.VectorForm;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.Corpus;
import io.osler.ner.corpus.CorpusFormat;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.eval.AnnotatedNames;
import io.osler.ner.eval.LinkEvaluation;
import io.osler.ner.eval.LinkScores;
import io.osler.ner.link.CandidateSource;
import io.osler.ner.link.EmbedderEncoder;
import io.osler.ner.link.EntityLinker;
import io.osler.ner.link.KbCandidates;
import io.osler.ner.link.LinkOptions;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Linking of gold mentions to MeSH, with and without the names of the training parts in the vocabulary. Accuracy makes the
 * linker choose whatever comes first; how well its nones are placed is a figure of its own.
 */
final class LinkBars {
    private static final double ACCURACY_LEAST = 0.8;
    private static final LabelTypes LABELS = LabelTypes.of(Tasks.find("chemical-disease"));

    private final Path data;
    private final BarSheet sheet;

    LinkBars(Path data, BarSheet sheet) {
        this.data = data;
        this.sheet = sheet;
    }

    /** How candidates are ranked where no name is the mention's. */
    private record Setting(String name, Optional<CandidateOptions> options) {
        static final Setting DICTIONARY = new Setting("dictionary", Optional.empty());
        static final Setting LEXICAL = new Setting("lexical", Optional.of(CandidateOptions.DEFAULTS.withDense(false)));
        static final Setting DENSE = new Setting("dense", Optional.of(CandidateOptions.DEFAULTS.withLexical(false)));
        static final Setting HYBRID = new Setting("hybrid", Optional.of(CandidateOptions.DEFAULTS));
    }

    void measure() {
        measure(List.of(Setting.DICTIONARY, Setting.LEXICAL), Optional.empty());
    }

    /** @param encoder of the store */
    void measureDense(String encoder) {
        Path model = ModelStore.open().pull(encoder, PullProgress.SILENT).directory();
        try (Embedder embedder = Embedder.open(model, EmbedderOptions.DEFAULTS)) {
            measure(List.of(Setting.DENSE, Setting.HYBRID), Optional.of(new EmbedderEncoder(embedder)));
        }
    }

    private void measure(List<Setting> settings, Optional<TextEncoder> encoder) {
        for (boolean training : new boolean[] {false, true}) {
            try (TemporaryDirectory directory = TemporaryDirectory.create();
                    KnowledgeBase names = build(directory.path().resolve("kb"), training)) {
                NameIndexes.buildLexical(names);
                encoder.ifPresent(
                        with -> NameIndexes.buildVectors(names, with, NameIndexes.Names.ALL, VectorForm.INT8_F16));
                try (CandidateFinder finder = encoder.map(with -> CandidateFinder.open(names, with))
                        .orElseGet(() -> CandidateFinder.open(names))) {
                    for (Setting setting : settings) {
                        measure(names, setting, finder, encoder, training);
                    }
                }
            }
        }
    }

    /** MeSH as its owner publishes it. */
    static KnowledgeBaseBuilder mesh(Path data) {
        return new KnowledgeBaseBuilder()
                .add(Sources.open("mesh-tsv:" + data.resolve("mesh/mesh_id_label_mappings.2019-12-31.tsv")))
                .add(Sources.open(data.resolve("mesh/mesh2015-tree-numbers.tsv")));
    }

    private KnowledgeBase build(Path directory, boolean training) {
        KnowledgeBaseBuilder builder = mesh(data);
        if (training) {
            builder.add(new AnnotatedNames("ncbi-train", corpus("ncbi-disease/pubtator/NCBItrainset_corpus.txt")))
                    .add(new AnnotatedNames("bc5cdr-train", corpus("bc5cdr/pubtator/CDR_TrainingSet.PubTator.txt")));
        }
        builder.build(directory);
        return KnowledgeBase.open(directory);
    }

    private Corpus corpus(String file) {
        return Corpora.read(data.resolve(file), CorpusFormat.PUBTATOR, LinkEvaluation.READING);
    }

    private void measure(
            KnowledgeBase names,
            Setting setting,
            CandidateFinder finder,
            Optional<TextEncoder> encoder,
            boolean training) {
        CandidateSource alike = setting.options()
                .<CandidateSource>map(options -> new KbCandidates(finder, options, encoder))
                .orElse(CandidateSource.NONE);
        String how = "%s, %s training names".formatted(setting.name(), training ? "with" : "without");
        for (String set : List.of("NCBI-disease dev", "NCBI-disease test", "BC5CDR test")) {
            Corpus gold = corpus(
                    switch (set) {
                        case "NCBI-disease dev" -> "ncbi-disease/pubtator/NCBIdevelopset_corpus.txt";
                        case "NCBI-disease test" -> "ncbi-disease/pubtator/NCBItestset_corpus.txt";
                        default -> "bc5cdr/pubtator/CDR_TestSet.PubTator.txt";
                    });
            LinkEvaluation forced = evaluate(names, alike, LinkOptions.DEFAULTS.withScoreMin(0), gold);
            LinkEvaluation honest = evaluate(names, alike, LinkOptions.DEFAULTS, gold);
            String figure = set + ", " + how;
            tell(figure + ", all %d mentions", forced.all(), set.startsWith("NCBI-disease test"));
            tell(figure + ", the %d whose id is in the vocabulary", forced.known(), false);
            sheet.report(figure + ", with nones: precision", honest.all().precision(), "");
            sheet.report(figure + ", with nones: F1 of links", honest.all().f1(), "");
        }
    }

    private static LinkEvaluation evaluate(
            KnowledgeBase names, CandidateSource alike, LinkOptions options, Corpus gold) {
        return LinkEvaluation.of(
                gold,
                new EntityLinker(names, LABELS, alike, options),
                names,
                type -> type.equals("chemical") ? type : "disease");
    }

    private void tell(String figure, LinkScores scores, boolean held) {
        String name = String.format(Locale.ROOT, figure, scores.mentions());
        if (held) {
            sheet.atLeast(name + ": accuracy@1", scores.accuracyAt1(), "", ACCURACY_LEAST);
        } else {
            sheet.report(name + ": accuracy@1", scores.accuracyAt1(), "");
        }
        sheet.report(name + ": accuracy@5", scores.accuracyAt5(), "");
    }
}
