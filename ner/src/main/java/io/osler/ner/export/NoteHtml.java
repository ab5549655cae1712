package io.osler.ner.export;

import static io.osler.ner.export.HtmlText.confidence;
import static io.osler.ner.export.HtmlText.count;
import static io.osler.ner.export.HtmlText.duration;
import static io.osler.ner.export.HtmlText.escape;

import io.osler.ner.assertion.Assertion;
import io.osler.ner.assertion.AssertionStatus;
import io.osler.ner.export.CheckedNote.Found;
import io.osler.ner.export.CheckedNote.Place;
import io.osler.ner.export.CheckedNote.Region;
import io.osler.ner.export.CheckedNote.Unread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One note of the report: its text with marks, the unread parts, a table of the mentions. The text's nodes hold the
 * note's characters and nothing else, labels are drawn by the style sheet: what a reader copies is the note.
 */
final class NoteHtml {
    /** A label's letter is smaller than the note's: this many of the note's take its place. */
    private static final double LABEL_LETTER = 0.75;

    private final Map<String, Integer> types = new LinkedHashMap<>();

    NoteHtml(List<String> labels) {
        labels.forEach(label -> types.put(label, types.size()));
    }

    /** {@code number} counts the report's notes from 1 and makes ids unique. */
    String article(CheckedNote note, int number) {
        StringBuilder out = new StringBuilder(note.note().text().length() * 2 + 1024);
        out.append("<article id=\"n%d\" aria-labelledby=\"h%d\">\n".formatted(number, number));
        out.append("<header><h2 id=\"h%d\"><bdi>%s</bdi></h2>\n<p>%s</p></header>\n"
                .formatted(number, escape(note.note().id()), facts(note)));
        appendText(out, note, number);
        appendUnread(out, note.unread());
        appendTable(out, note, number);
        return out.append("</article>\n").toString();
    }

    private static String facts(CheckedNote note) {
        return "%s · %s · %s"
                .formatted(
                        count(note.annotations().sentences(), "sentence"),
                        count(note.length(), "character"),
                        duration(note.annotations().nanos()));
    }

    private void appendText(StringBuilder out, CheckedNote note, int number) {
        String text = note.note().text();
        if (text.isEmpty()) {
            out.append("<p class=\"none\">The note is empty.</p>\n");
            return;
        }
        out.append("<div class=\"text\" dir=\"auto\" lang=\"\">");
        int at = 0;
        List<Region> regions = note.regions();
        for (int i = 0; i < regions.size(); i++) {
            Region region = regions.get(i);
            int next = i + 1 < regions.size() ? regions.get(i + 1).begin() : text.length();
            out.append(escape(text.substring(at, region.begin())));
            switch (region) {
                case Found found -> appendMark(out, note, found, number, room(text, found, next));
                case Unread unread -> appendUnread(out, note, unread);
            }
            at = region.end();
        }
        out.append(escape(text.substring(at))).append("</div>\n");
    }

    /** Characters from a mention's begin to the next region or the end of the line: what its label may cover. */
    private static int room(String text, Found found, int next) {
        int lineEnd = text.indexOf('\n', found.end());
        boolean nextOnLine = next < text.length() && (lineEnd < 0 || next <= lineEnd);
        return nextOnLine ? next - found.begin() : Integer.MAX_VALUE;
    }

    private void appendMark(StringBuilder out, CheckedNote note, Found found, int number, int room) {
        String type = found.mention().type();
        String p = confidence(found.mention().confidence());
        boolean tight = room < type.length() * LABEL_LETTER + 1;
        out.append("<mark class=\"t%d\" id=\"n%d-%s\" style=\"--p:%s%s\" data-type=\"%s\"%s title=\"%s\">"
                .formatted(
                        types.get(type),
                        number,
                        found.id(),
                        p,
                        tight ? ";--room:" + room : "",
                        escape(type),
                        status(found),
                        escape("%s · confidence %s · characters %s%s%s"
                                .formatted(type, p, range(found.place()), assertion(found), concept(found)))));
        out.append(escape(note.textOf(found))).append("</mark>");
    }

    /** For the style sheet, which draws what is not simply so in another way. */
    private static String status(Found found) {
        Assertion said = found.mention().assertion().orElse(Assertion.PLAIN);
        return said.status() == AssertionStatus.PRESENT
                ? ""
                : " data-a=\"%s\"".formatted(said.status().label());
    }

    /** What the note says of the mention and by which words, for the tooltip; nothing when it is plain. */
    private static String assertion(Found found) {
        Assertion said = found.mention().assertion().orElse(Assertion.PLAIN);
        String words = words(said);
        return words.isEmpty() ? "" : " · %s (%s)".formatted(words, String.join(", ", said.cues()));
    }

    private static String words(Assertion said) {
        return Stream.of(
                        said.status() == AssertionStatus.PRESENT
                                ? ""
                                : said.status().words(),
                        said.historical() ? "historical" : "")
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** What the mention means, for the tooltip; nothing when nobody asked. */
    private static String concept(Found found) {
        return found.mention()
                .link()
                .map(link -> " · "
                        + link.concept()
                                .map(concept -> "%s %s (%s, %s)"
                                        .formatted(
                                                concept.id(),
                                                concept.name(),
                                                concept.reasonName(),
                                                confidence(concept.score())))
                                .orElse("no concept: " + link.why()))
                .orElse("");
    }

    private static void appendUnread(StringBuilder out, CheckedNote note, Unread unread) {
        String reason = escape(unread.span().reason());
        out.append("<span class=\"unread\" title=\"not read: %s · characters %s\">"
                .formatted(reason, range(unread.place())));
        out.append(escape(note.textOf(unread))).append("</span>");
    }

    private static void appendUnread(StringBuilder out, List<Unread> unread) {
        if (unread.isEmpty()) {
            return;
        }
        out.append("<ul class=\"reasons\">\n");
        for (Unread part : unread) {
            out.append("<li>Not read: characters %s, %s</li>\n"
                    .formatted(range(part.place()), escape(part.span().reason())));
        }
        out.append("</ul>\n");
    }

    private void appendTable(StringBuilder out, CheckedNote note, int number) {
        List<Found> found = note.found();
        if (found.isEmpty()) {
            out.append("<p class=\"none\">No mentions.</p>\n");
            return;
        }
        boolean asserted =
                found.stream().anyMatch(one -> one.mention().assertion().isPresent());
        boolean linked = found.stream().anyMatch(one -> one.mention().link().isPresent());
        out.append("<details><summary>%s <span>%s</span></summary>\n"
                .formatted(count(found.size(), "mention"), perType(found)));
        out.append("""
            <table>
            <thead><tr><th scope="col">Characters</th><th scope="col">Text</th>\
            <th scope="col">Type</th><th scope="col">Confidence</th>%s</tr></thead>
            <tbody>
            """.formatted((asserted ? "<th scope=\"col\">Assertion</th>" : "")
                + (linked ? "<th scope=\"col\">Concept</th>" : "")));
        for (Found one : found) {
            appendRow(out, note, one, number);
            if (asserted) {
                out.append(
                        "<td>%s</td>".formatted(words(one.mention().assertion().orElse(Assertion.PLAIN))));
            }
            if (linked) {
                out.append("<td>%s</td>"
                        .formatted(one.concept()
                                .map(concept ->
                                        "%s <bdi>%s</bdi>".formatted(escape(concept.id()), escape(concept.name())))
                                .orElse("")));
            }
            out.append("</tr>\n");
        }
        out.append("</tbody>\n</table></details>\n");
    }

    private void appendRow(StringBuilder out, CheckedNote note, Found found, int number) {
        String type = found.mention().type();
        String p = confidence(found.mention().confidence());
        out.append("<tr class=\"t%d\" style=\"--p:%s\">".formatted(types.get(type), p));
        out.append("<td><a href=\"#n%d-%s\">%s</a></td>".formatted(number, found.id(), range(found.place())));
        out.append("<td><bdi>%s</bdi></td>".formatted(escape(note.textOf(found))));
        out.append("<td><i class=\"key\"></i>%s</td>".formatted(escape(type)));
        out.append("<td><i class=\"bar\"></i>%s</td>".formatted(p));
    }

    private String perType(List<Found> found) {
        Map<String, Long> counts = found.stream()
                .collect(Collectors.groupingBy(one -> one.mention().type(), Collectors.counting()));
        return types.keySet().stream()
                .filter(counts::containsKey)
                .map(type -> escape(type) + " " + count(counts.get(type)))
                .collect(Collectors.joining(", "));
    }

    private static String range(Place place) {
        return place.begin() + "–" + place.end();
    }
}
