package io.osler.bench.speed;

import io.osler.engine.Embedder;
import io.osler.engine.EmbedderOptions;
import io.osler.kb.KnowledgeBase;
import io.osler.kb.ScanOptions;
import io.osler.kb.build.KnowledgeBaseBuilder;
import io.osler.kb.source.Sources;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import io.osler.ner.AnnotatedText;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.CorpusDocument;
import io.osler.ner.eval.LinkEvaluation;
import io.osler.ner.eval.NoteSentences;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The knowledge base's figures: building, opening, memory, scanning texts and vectors, embedding, linking. */
final class KbBars {
    /** What can be measured by itself. */
    enum Figure {
        /** A million generated names: built, opened, resident. */
        MILLION,
        /** Longest-match scan of abstracts with a real vocabulary. */
        SCAN,
        /** Exact search of vectors beside the memory's own rate. */
        VECTORS,
        /** The graph over vectors: building, recall and rate; a quarter of an hour for a million rows. */
        GRAPH,
        /** Texts per second of an encoder. */
        EMBED,
        /** Concepts of annotated mentions, without an encoder. */
        LINK,
        /** The same with vectors of all names, which takes minutes to make. */
        LINK_DENSE
    }

    /**
     * What is measured on.
     *
     * @param data    directory with corpora and vocabularies as their owners publish them
     * @param encoder of the store
     * @param names   of the generated vocabulary
     * @param graph   rows of the graph's vectors
     * @param rounds  runs of which a row gives median, least and most
     */
    record Plan(Optional<Path> data, String encoder, int names, int graph, int rounds) {}

    private static final double BUILD_SECONDS_MAX = 60;
    private static final double OPEN_MILLIS_MAX = 50;
    private static final double RESIDENT_MEGABYTES_MAX = 100;
    private static final double SCAN_MEGABYTES_LEAST = 20;
    private static final long SCANNED_BYTES_LEAST = 30_000_000;
    private static final int EMBED_TEXTS = 2_000;

    private final Plan plan;
    private final BarSheet sheet;

    KbBars(Plan plan, BarSheet sheet) {
        this.plan = plan;
        this.sheet = sheet;
    }

    void measure(Set<Figure> figures) {
        figures.forEach(this::measure);
    }

    private void measure(Figure figure) {
        switch (figure) {
            case MILLION -> million();
            case SCAN -> withData("scan of abstracts, biolexica vocabulary", this::scan);
            case VECTORS -> new VectorScanBars(plan.rounds(), sheet).measure();
            case GRAPH -> new GraphBars(plan.graph(), plan.rounds(), sheet).measure();
            case EMBED -> embed();
            case LINK -> withData("linking of NCBI-disease", data -> new LinkBars(data, sheet).measure());
            case LINK_DENSE ->
                withData(
                        "dense linking of NCBI-disease",
                        data -> new LinkBars(data, sheet).measureDense(plan.encoder()));
        }
    }

    private interface OnData {
        void measure(Path data);
    }

    private void withData(String figure, OnData measurement) {
        plan.data().ifPresentOrElse(measurement::measure, () -> sheet.missing(figure, "needs --data DIR"));
    }

    private void million() {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            Path kb = directory.path().resolve("kb");
            String size = "%,d names".formatted(plan.names());
            long begin = System.nanoTime();
            new KnowledgeBaseBuilder().add(new GeneratedNames(plan.names())).build(kb);
            sheet.atMost(size + " built", (System.nanoTime() - begin) / 1e9, "s", BUILD_SECONDS_MAX);
            OpenProbe.Seen seen = OpenProbe.run(kb, List.of());
            Path archive = directory.path().resolve("classes.jsa");
            String cold = size + " opened, first in a JVM with archived classes, as the launcher has them";
            if (OpenProbe.archive(kb, archive)) {
                OpenProbe.Seen archived = OpenProbe.run(kb, List.of("-XX:SharedArchiveFile=" + archive));
                sheet.atMost(cold, archived.openSeconds() * 1e3, "ms", OPEN_MILLIS_MAX);
            } else {
                sheet.missing(cold, "classes can be archived from jars only");
            }
            sheet.report(size + " opened, first in a JVM without an archive", seen.openSeconds() * 1e3, "ms");
            Spread open = Spread.measure(plan.rounds(), () -> openMillis(kb));
            sheet.atMost(size + " opened again", open, "ms", OPEN_MILLIS_MAX);
            sheet.atMost(
                    size + " open and asked: resident memory of the process",
                    seen.residentBytes() / 1e6,
                    "MB",
                    RESIDENT_MEGABYTES_MAX);
        }
    }

    private static double openMillis(Path kb) {
        long begin = System.nanoTime();
        try (KnowledgeBase opened = KnowledgeBase.open(kb)) {
            double millis = (System.nanoTime() - begin) / 1e6;
            opened.lookUp("cor");
            return millis;
        }
    }

    private void scan(Path data) {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            Path kb = directory.path().resolve("kb");
            new KnowledgeBaseBuilder()
                    .add(Sources.open(data.resolve("biolexica/phenotype.ssslm.tsv.gz")))
                    .add(Sources.open(data.resolve("biolexica/anatomy.ssslm.tsv.gz")))
                    .build(kb);
            List<String> texts = Corpora.read(
                            data.resolve("bc5cdr/pubtator/CDR_TestSet.PubTator.txt"), LinkEvaluation.READING)
                    .documents()
                    .stream()
                    .map(CorpusDocument::text)
                    .toList();
            long bytes = texts.stream()
                    .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                    .sum();
            try (KnowledgeBase names = KnowledgeBase.open(kb)) {
                Spread rate = Spread.measure(plan.rounds(), () -> scanned(names, texts, bytes));
                sheet.atLeast(
                        "scan of abstracts, %,d names, one core"
                                .formatted(names.info().names()),
                        rate,
                        "MB/s",
                        SCAN_MEGABYTES_LEAST);
            }
        }
    }

    /** The texts again and again, as a long job would have it: once over them the code is hardly compiled. */
    private static double scanned(KnowledgeBase names, List<String> texts, long bytesOnce) {
        long begin = System.nanoTime();
        long found = 0;
        long bytes = 0;
        for (; bytes < SCANNED_BYTES_LEAST; bytes += bytesOnce) {
            for (String text : texts) {
                found += names.scan(text, ScanOptions.DEFAULTS).size();
            }
        }
        if (found == 0) {
            throw new IllegalStateException("no name was found in %d texts".formatted(texts.size()));
        }
        return bytes / 1e6 / ((System.nanoTime() - begin) / 1e9);
    }

    private void embed() {
        List<String> sentences =
                NoteSentences.invented().stream().map(AnnotatedText::text).toList();
        List<String> texts = IntStream.range(0, EMBED_TEXTS)
                .mapToObj(i -> sentences.get(i % sentences.size()))
                .toList();
        Path model = ModelStore.open().pull(plan.encoder(), PullProgress.SILENT).directory();
        try (Embedder embedder = Embedder.open(model, EmbedderOptions.DEFAULTS)) {
            Spread rate = Spread.measure(plan.rounds(), () -> {
                long begin = System.nanoTime();
                embedder.encode(texts);
                return texts.size() / ((System.nanoTime() - begin) / 1e9);
            });
            sheet.report("sentences embedded by " + embedder.name(), rate, "texts/s");
        }
    }
}
