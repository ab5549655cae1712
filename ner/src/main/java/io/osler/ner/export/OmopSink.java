package io.osler.ner.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.osler.ner.assertion.Assertion;
import io.osler.ner.assertion.AssertionStatus;
import io.osler.ner.export.CheckedNote.Found;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.files.PendingFile;
import io.osler.ner.link.LinkCandidate;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code note_nlp.csv}, the columns of the table NOTE_NLP of the OMOP Common Data Model 5.4, a row per mention; and {@code
 * note_nlp_notes.csv}, which says which note a {@code note_id} is. A note whose id is a whole number has it for {@code note_id}; other
 * notes, and the second of two of one number, get -1, -2 and so on, to be replaced by those of the table NOTE.
 *
 * <ul>
 *   <li>{@code offset} is the mention's begin. A {@code lexical_variant} of more than 250 characters is cut, as its column
 *       is, and {@code length} in {@code term_modifiers} says how long it was.
 *   <li>{@code note_nlp_concept_id} is the linked concept where its id is a number, as in vocabularies built from OMOP's;
 *       else 0, and {@code term_modifiers} has the code. {@code section_concept_id} is 0: the section stands in {@code term_modifiers}.
 *   <li>{@code term_exists} is Y where nothing but the past is said of the mention, N where anything else is, and empty when
 *       nobody asked; {@code term_temporal} is {@code past} or {@code present}.
 * </ul>
 *
 * @see <a href="https://ohdsi.github.io/CommonDataModel/cdm54.html#note_nlp">NOTE_NLP</a>
 */
final class OmopSink implements NoteSink {
    static final String FILE_NAME = "note_nlp.csv";
    private static final String NOTES = "note_nlp_notes.csv";
    private static final int SNIPPET_SIDE = 60;
    private static final int COLUMN_MAX = 250;
    private static final int MODIFIERS_MAX = 2000;
    /** So many digits fit into an integer column. */
    private static final String INTEGER = "[1-9]\\d{0,8}";

    private final PendingFile rows;
    private final PendingFile notes;
    private final RunInfo info;
    private final String offsets;
    private final Set<Integer> taken = new HashSet<>();
    private int others;
    private long number;

    OmopSink(Path outputDirectory, RunInfo info, String offsets) {
        this.info = info;
        this.offsets = offsets;
        rows = AtomicFiles.create(outputDirectory.resolve(FILE_NAME));
        notes = notesFile(outputDirectory);
        write(
                rows,
                List.of(
                        "note_nlp_id",
                        "note_id",
                        "section_concept_id",
                        "snippet",
                        "offset",
                        "lexical_variant",
                        "note_nlp_concept_id",
                        "note_nlp_source_concept_id",
                        "nlp_system",
                        "nlp_date",
                        "nlp_datetime",
                        "term_exists",
                        "term_temporal",
                        "term_modifiers"));
        write(notes, List.of("note_id", "doc_id", "offsets"));
    }

    private PendingFile notesFile(Path outputDirectory) {
        try {
            return AtomicFiles.create(outputDirectory.resolve(NOTES));
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    @Override
    public void add(CheckedNote note) {
        String id = Integer.toString(noteId(note.note().id()));
        write(notes, List.of(id, note.note().id(), offsets));
        note.found().forEach(found -> write(rows, row(note, found, id)));
    }

    private int noteId(String docId) {
        if (docId.matches(INTEGER) && taken.add(Integer.parseInt(docId))) {
            return Integer.parseInt(docId);
        }
        others++;
        return -others;
    }

    private List<String> row(CheckedNote note, Found found, String noteId) {
        String words = note.textOf(found);
        LocalDateTime at = LocalDateTime.ofInstant(info.startedAt(), ZoneOffset.UTC);
        String concept = found.concept()
                .map(LinkCandidate::id)
                .filter(code -> code.matches(INTEGER))
                .orElse("0");
        Optional<Assertion> said = found.mention().assertion();
        number++;
        return List.of(
                Long.toString(number),
                noteId,
                "0",
                snippet(note.note().text(), found),
                Integer.toString(found.place().begin()),
                cut(words, COLUMN_MAX),
                concept,
                concept,
                cut("osler %s, %s".formatted(info.toolVersion(), info.modelId()), COLUMN_MAX),
                at.toLocalDate().toString(),
                DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(at),
                said.map(each -> each.status() == AssertionStatus.PRESENT ? "Y" : "N")
                        .orElse(""),
                said.map(each -> each.historical() ? "past" : "present").orElse(""),
                cut(modifiers(note, found), MODIFIERS_MAX));
    }

    private static String modifiers(CheckedNote note, Found found) {
        List<String> modifiers = new ArrayList<>();
        modifiers.add("type=" + found.mention().type());
        found.mention().assertion().ifPresent(said -> {
            if (said.status() != AssertionStatus.PRESENT) {
                modifiers.add("assertion=" + said.status().label());
            }
            if (!said.section().isEmpty()) {
                modifiers.add("section=" + said.section());
            }
        });
        found.concept().ifPresent(concept -> modifiers.add("code=" + concept.id()));
        modifiers.add("score=" + HtmlText.confidence(found.mention().confidence()));
        if (note.textOf(found).length() > COLUMN_MAX) {
            modifiers.add("length=" + (found.place().end() - found.place().begin()));
        }
        return String.join("; ", modifiers);
    }

    /** The mention with what stands around it on one line. */
    private static String snippet(String text, Found found) {
        int begin = Math.max(0, found.begin() - SNIPPET_SIDE);
        int end = Math.min(text.length(), found.end() + SNIPPET_SIDE);
        begin += begin > 0 && Character.isLowSurrogate(text.charAt(begin)) ? 1 : 0;
        end -= end < text.length() && Character.isLowSurrogate(text.charAt(end)) ? 1 : 0;
        return cut(text.substring(begin, end).replaceAll("\\s+", " ").strip(), COLUMN_MAX);
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isLowSurrogate(text.charAt(length)) ? length - 1 : length;
        return text.substring(0, end);
    }

    private static void write(PendingFile file, List<String> fields) {
        StringWriter line = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(line)) {
            csv.writeRecord(fields);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        file.write(line.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void publish() {
        rows.publish();
        notes.publish();
    }

    @Override
    public void abandon() {
        rows.close();
        notes.close();
    }
}
