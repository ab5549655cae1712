package io.osler.ner.export;

import static io.osler.ner.export.HtmlText.count;
import static io.osler.ner.export.HtmlText.duration;
import static io.osler.ner.export.HtmlText.escape;

import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.files.PendingFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The report: one page for all notes that needs nothing but itself and, by its own content policy, can load nothing.
 * Facts stand at the top and are known at the end, so notes go to a file aside first and are copied behind the head
 * when the page is published. Memory holds one note at a time, and a line per note for the list.
 */
final class HtmlSink implements NoteSink {
    static final String FILE_NAME = "report.html";
    private static final String NOTES_GO_HERE = "<!-- notes -->\n";

    private final RunInfo info;
    private final OffsetUnit unit;
    private final NoteHtml noteHtml;
    private final ReportTotals totals;
    private final StringBuilder contents = new StringBuilder();
    private final PendingFile page;
    private final PendingFile notes;

    HtmlSink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
        this.unit = unit;
        this.info = info;
        this.noteHtml = new NoteHtml(info.labels());
        this.totals = new ReportTotals(info.labels());
        this.page = AtomicFiles.create(outputDirectory.resolve(FILE_NAME));
        this.notes = notesAside(outputDirectory);
    }

    private PendingFile notesAside(Path outputDirectory) {
        try {
            return AtomicFiles.create(outputDirectory.resolve(FILE_NAME + ".notes"));
        } catch (RuntimeException e) {
            page.close();
            throw e;
        }
    }

    @Override
    public void add(CheckedNote note) {
        totals.add(note);
        String article = noteHtml.article(note, (int) totals.notes());
        notes.write(article.getBytes(StandardCharsets.UTF_8));
        contents.append("<li><a href=\"#n%d\"><bdi>%s</bdi> <span>%s</span></a></li>\n"
                .formatted(
                        totals.notes(),
                        escape(note.note().id()),
                        count(note.annotations().mentions().size())));
    }

    @Override
    public void publish() {
        String frame = new Template(Template.resource("report.html")).fill(values());
        int middle = frame.indexOf(NOTES_GO_HERE);
        page.write(frame.substring(0, middle).getBytes(StandardCharsets.UTF_8));
        notes.moveTo(page);
        page.write(frame.substring(middle + NOTES_GO_HERE.length()).getBytes(StandardCharsets.UTF_8));
        page.publish();
    }

    @Override
    public void abandon() {
        notes.close();
        page.close();
    }

    private Map<String, String> values() {
        String script = Template.resource("report.js");
        Map<String, String> values = new HashMap<>();
        values.put("scriptHash", sha256(script));
        values.put("script", script);
        values.put("style", Template.resource("report.css") + typeStyle());
        values.put("title", "%s in %s".formatted(count(totals.mentions(), "mention"), count(totals.notes(), "note")));
        values.put("notes", count(totals.notes()));
        values.put("sentences", count(totals.sentences()));
        values.put("mentions", count(totals.mentions()));
        values.put("time", duration(totals.nanos()));
        values.put("skipped", totals.skipped() == 0 ? "" : fact("Parts not read", count(totals.skipped())));
        values.put("legend", legend());
        values.put("shares", shares());
        values.put("contents", contents.toString());
        values.put("task", escape(info.taskName()));
        values.put("model", escape(info.modelId()));
        values.put("weights", escape(info.weightForm()));
        values.put("version", escape(info.toolVersion()));
        values.put("offsets", unit.words());
        values.put("startedAt", info.startedAt().toString());
        return values;
    }

    private static String fact(String name, String value) {
        return "<div><dt>%s</dt><dd>%s</dd></div>".formatted(name, value);
    }

    private String legend() {
        StringBuilder out = new StringBuilder();
        int type = 0;
        for (Map.Entry<String, Long> entry : totals.mentionsPerType().entrySet()) {
            out.append(
                    "<button type=\"button\" class=\"t%d\" data-t=\"%d\" aria-pressed=\"true\">".formatted(type, type));
            out.append("<i class=\"key\"></i>%s <span>%s</span></button>\n"
                    .formatted(escape(entry.getKey()), count(entry.getValue())));
            type++;
        }
        return out.toString();
    }

    /** The types' shares of all mentions as one bar. */
    private String shares() {
        StringBuilder out = new StringBuilder();
        int type = 0;
        for (long mentions : totals.mentionsPerType().values()) {
            if (mentions > 0) {
                out.append("<i class=\"t%d\" style=\"flex-grow:%d\"></i>".formatted(type, mentions));
            }
            type++;
        }
        return out.toString();
    }

    private String typeStyle() {
        StringBuilder light = new StringBuilder();
        StringBuilder dark = new StringBuilder();
        for (int type = 0; type < info.labels().size(); type++) {
            Palette.Colour colour = Palette.colour(type);
            light.append(".t%d{--c:%s;--line:%s}\n".formatted(type, channels(colour.light()), colour.underline()));
            dark.append(".t%d{--c:%s}\n".formatted(type, channels(colour.dark())));
        }
        return light + "@media screen and (prefers-color-scheme:dark){\n" + dark + "}\n";
    }

    /** {@code c83f0c} as {@code 200,63,12}, so that the style sheet can add an opacity. */
    private static String channels(String hex) {
        int rgb = Integer.parseInt(hex, 16);
        return String.format(Locale.ROOT, "%d,%d,%d", rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    }

    /** As the content policy names a script it lets run. */
    private static String sha256(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
