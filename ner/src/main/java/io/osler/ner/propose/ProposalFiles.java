package io.osler.ner.propose;

import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNote;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.CorpusDocument;
import io.osler.ner.corpus.CorpusFormat;
import io.osler.ner.corpus.CorpusMention;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.export.AnnotationWriter;
import io.osler.ner.export.ExportFormat;
import io.osler.ner.export.RunInfo;
import io.osler.ner.files.AtomicFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Proposals as files. Each sentence is a document of its own, on one line, most useful first; its id names the note and
 * the place there. {@code proposals.jsonl} says of each, without its words:
 *
 * <pre>
 * {"id": "letter@120-163", "note": "letter", "sentence": 4, "begin": 120, "end": 163,
 *  "offsets": "unicode code points, half-open", "rank": 1, "mentions": 2, "uncertainty": 0.31}
 * </pre>
 *
 * <p>All offsets count code points, as the editors of Label Studio and brat do.
 */
public final class ProposalFiles {
    public static final String INDEX = "proposals.jsonl";

    /** Of {@link ProposalFormat#JSONL}. */
    public static final String SENTENCES = "sentences.jsonl";

    private ProposalFiles() {}

    /**
     * Writes into a directory, which is made where it is missing.
     *
     * @throws io.osler.ner.NerException {@code OUTPUT_UNWRITABLE}
     */
    public static void write(Path directory, List<Proposal> proposals, ProposalFormat format, RunInfo info) {
        AtomicFiles.createDirectories(directory);
        switch (format) {
            case LABEL_STUDIO -> write(directory, proposals, ExportFormat.LABEL_STUDIO, info);
            case BRAT -> write(directory, proposals, ExportFormat.BRAT, info);
            case JSONL ->
                Corpora.write(
                        proposals.stream().map(ProposalFiles::document).toList(),
                        CorpusFormat.JSONL,
                        directory.resolve(SENTENCES),
                        OffsetUnit.CODE_POINTS);
        }
        AtomicFiles.write(directory.resolve(INDEX), index(proposals));
    }

    private static void write(Path directory, List<Proposal> proposals, ExportFormat format, RunInfo info) {
        try (AnnotationWriter writer = format.open(directory, info)) {
            for (Proposal proposal : proposals) {
                ClinicalNote note = new ClinicalNote(
                        proposal.sentence().id(), proposal.sentence().text());
                writer.write(new Annotations(note, proposal.mentions(), 1, List.of(), 0));
            }
        }
    }

    private static CorpusDocument document(Proposal proposal) {
        return new CorpusDocument(
                proposal.sentence().id(),
                proposal.sentence().text(),
                List.of(),
                List.of(),
                proposal.mentions().stream()
                        .map(mention -> new CorpusMention(
                                List.of(mention.span()),
                                mention.type(),
                                List.of(),
                                Map.of("score", Double.toString(mention.confidence()))))
                        .toList());
    }

    private static String index(List<Proposal> proposals) {
        int[] rank = {0};
        return proposals.stream().map(proposal -> line(proposal, ++rank[0])).collect(Collectors.joining());
    }

    private static String line(Proposal proposal, int rank) {
        PlacedSentence sentence = proposal.sentence();
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("id", sentence.id());
        json.put("note", sentence.note());
        json.put("sentence", sentence.number());
        json.put("begin", sentence.codePoints().begin());
        json.put("end", sentence.codePoints().end());
        json.put("offsets", OffsetUnit.CODE_POINTS.words());
        json.put("rank", rank);
        json.put("mentions", proposal.mentions().size());
        proposal.uncertainty().ifPresent(value -> json.put("uncertainty", value));
        return JsonMapper.shared().writeValueAsString(json) + '\n';
    }
}
