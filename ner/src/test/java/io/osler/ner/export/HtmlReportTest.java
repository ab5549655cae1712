package io.osler.ner.export;

import static io.osler.ner.export.ExportFixture.mention;
import static io.osler.ner.export.ExportFixture.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.Annotations;
import io.osler.ner.Annotations.SkippedSpan;
import io.osler.ner.Mention;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final Pattern NOTE_TEXT = Pattern.compile("<div class=\"text\"[^>]*>(.*?)</div>", Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile("<mark [^>]*>(.*?)</mark>", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void markSaysTypeConfidenceAndCodePoints() throws IOException {
        String text = "😀 No fever.";
        String page = page(note("n", text, mention(text, "fever", "problem", 0.934)));
        assertThat(page)
                .contains("<mark class=\"t0\" id=\"n1-e1\" style=\"--p:0.93\" data-type=\"problem\""
                        + " title=\"problem · confidence 0.93 · characters 5–10\">fever</mark>")
                .contains("<td><a href=\"#n1-e1\">5–10</a></td><td><bdi>fever</bdi></td>");
    }

    @Test
    void noteComesOutAsTextWhateverItSays() throws IOException {
        String text = "</mark><script>alert('x')</script> & \"{{title}}\" <!-- notes -->\n<img src=x onerror=y>";
        String page = page(note(
                "</h2><b>\"id\"",
                text,
                List.of(new SkippedSpan(text.length() - 4, text.length(), "<i>reason</i>")),
                mention(text, "</mark><script>", "problem", 0.5),
                mention(text, "& \"{{title}}\"", "body location", 0.5)));
        assertThat(texts(page)).containsExactly(text);
        assertThat(page)
                .doesNotContain("alert('x')", "<img", "<b>\"id", "<i>reason")
                .contains("<bdi>&lt;/h2&gt;&lt;b&gt;&quot;id&quot;</bdi>", "&lt;i&gt;reason&lt;/i&gt;");
        assertThat(page.split("<script", -1)).as("scripts").hasSize(2);
    }

    @Test
    void marksHoldTheirMentionsAndTheRestIsUntouched() throws IOException {
        String text = " \n\tchest\n pain 😀\r\n\r\nNo e\u0301dema.  ";
        String page = page(note(
                "n",
                text,
                mention(text, "chest\n pain", "problem", 0.2),
                mention(text, "e\u0301dema", "problem", 0.9)));
        assertThat(texts(page)).containsExactly(text);
        assertThat(MARK.matcher(page).results().map(mark -> plain(mark.group(1))))
                .containsExactly("chest\n pain", "e\u0301dema");
    }

    @Test
    void unreadPartShowsItsReason() throws IOException {
        String text = "Well. ???";
        assertThat(page(note("n", text, List.of(new SkippedSpan(6, 9, "3,112 tokens, the model reads 2,048")))))
                .contains("title=\"not read: 3,112 tokens, the model reads 2,048 · characters 6–9\">???</span>")
                .contains("<li>Not read: characters 6–9, 3,112 tokens, the model reads 2,048</li>")
                .contains("<dt>Parts not read</dt><dd>1</dd>");
    }

    @Test
    void factsAreSums() throws IOException {
        String text = "fever, aspirin";
        Annotations one =
                note("a", text, mention(text, "fever", "problem", 1), mention(text, "aspirin", "treatment", 1));
        Annotations two = note("b", text, mention(text, "fever", "problem", 1));
        String page = page(one, two, note("c", ""));
        assertThat(page)
                .contains("<h1>3 mentions in 3 notes</h1>")
                .contains("<dt>Task</dt><dd>clinical</dd>", "<dt>Model</dt><dd>toy-model</dd>")
                .contains("<dt>Weights</dt><dd>Q4_1</dd>", "<dt>Notes</dt><dd>3</dd>")
                .contains("<dt>Sentences</dt><dd>6</dd>", "<dt>Mentions</dt><dd>3</dd>", "<dt>Time</dt><dd>4.5 s</dd>")
                .contains(
                        "</i>problem <span>2</span>",
                        "</i>treatment <span>1</span>",
                        "</i>body location <span>0</span>")
                .contains("<a href=\"#n2\"><bdi>b</bdi> <span>1</span></a>")
                .contains("<time datetime=\"2026-01-02T03:04:05Z\">")
                .doesNotContain("Parts not read", "{{");
    }

    @Test
    void notesWithNothingToShowSaySo() throws IOException {
        assertThat(page(note("empty", ""), note("none", "Well.")))
                .contains("<p class=\"none\">The note is empty.</p>", "<p class=\"none\">No mentions.</p>")
                .contains("0 mentions in 2 notes")
                .doesNotContain("<mark", "<table");
    }

    /** A label wider than what follows its mention would cover the next one's. */
    @Test
    void crowdedLabelsAreGivenTheirRoom() throws IOException {
        String text = "K, NaCl\nfever";
        assertThat(page(note(
                        "n",
                        text,
                        mention(text, "K", "treatment", 1),
                        mention(text, "NaCl", "treatment", 1),
                        mention(text, "fever", "problem", 1))))
                .contains("id=\"n1-e1\" style=\"--p:1.00;--room:3\"")
                .contains("id=\"n1-e2\" style=\"--p:1.00\"", "id=\"n1-e3\" style=\"--p:1.00\"");
    }

    @Test
    void pageNeedsNothingButItself() throws IOException, NoSuchAlgorithmException {
        String page = page(note("n", "Well."));
        assertThat(page)
                .contains("default-src 'none'")
                .doesNotContainPattern("(?i)https?:|url\\(|@import|<link|\\bsrc=|<iframe");
        String script = page.substring(page.indexOf("<script>") + 8, page.indexOf("</script>"));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
        assertThat(page)
                .as("the policy lets the page's script run")
                .contains("script-src 'sha256-%s'".formatted(Base64.getEncoder().encodeToString(hash)));
    }

    @Test
    void everyTypeHasAColourAndTheSeventeenthHasTheFirsts() throws IOException {
        List<String> labels = IntStream.range(0, 17).mapToObj(i -> "type" + i).toList();
        RunInfo many = new RunInfo("v", "m", "w", "t", labels, Instant.EPOCH);
        try (AnnotationWriter writer = ExportFormat.HTML.open(directory, many)) {
            writer.write(note("n", "x", Mention.gold(0, 1, "type16")));
        }
        String page = Files.readString(directory.resolve("report.html"));
        String first =
                page.substring(page.indexOf(".t0{") + 4).lines().findFirst().orElseThrow();
        assertThat(page).contains(".t16{" + first).contains("<mark class=\"t16\"");
    }

    @Test
    void numbersAreWrittenAlikeEverywhere() throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(page(note("n", "fever", Mention.gold(0, 5, "problem")))).contains("--p:1.00", "<dd>1.5 s</dd>");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void durationsAreReadable() {
        assertThat(List.of(35_000_000L, 12_340_000_000L, 200_000_000_000L, 7_500_000_000_000L).stream()
                        .map(HtmlText::duration))
                .containsExactly("35 ms", "12.3 s", "3 min 20 s", "2 h 5 min");
    }

    private String page(Annotations... notes) throws IOException {
        ExportFixture.write(ExportFormat.HTML, directory, notes);
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
        return Files.readString(directory.resolve("report.html"));
    }

    private static List<String> texts(String page) {
        return NOTE_TEXT.matcher(page).results().map(HtmlReportTest::content).toList();
    }

    private static String content(MatchResult element) {
        return plain(element.group(1));
    }

    /** As a browser reads it: elements gone, references resolved. */
    private static String plain(String html) {
        return html.replaceAll("<[^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
