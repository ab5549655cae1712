package io.osler.ner.export;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import io.osler.ner.corpus.CorpusDocument;
import io.osler.ner.corpus.CorpusMention;
import io.osler.ner.text.Sentence;
import io.osler.ner.text.SentenceSplitter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notes as documents of a corpus, in the shape that a format can hold. */
final class NoteDocuments {
    private static final SentenceSplitter SPLITTER = new SentenceSplitter();

    private NoteDocuments() {}

    /** The note as it is, with its sentences, and all that is known of its mentions. */
    static CorpusDocument whole(CheckedNote note, String id) {
        String text = note.note().text();
        return new CorpusDocument(
                id,
                text,
                List.of(),
                SPLITTER.split(text).stream().map(Sentence::span).toList(),
                note.found().stream()
                        .map(found -> mention(found, found.mention().span()))
                        .toList());
    }

    /**
     * The note with a space for each line break and tab, so that offsets stay; the first line break outside of mentions
     * stays too, between what PubTator calls title and abstract.
     */
    static CorpusDocument onOneLine(CheckedNote note, String id) {
        StringBuilder text = new StringBuilder(note.note().text());
        int title = titleBreak(note);
        for (int i = 0; i < text.length(); i++) {
            if (i != title && (Character.isISOControl(text.charAt(i)) || "\u2028\u2029".indexOf(text.charAt(i)) >= 0)) {
                text.setCharAt(i, ' ');
            }
        }
        return new CorpusDocument(
                id,
                text.toString(),
                List.of(),
                List.of(),
                note.found().stream()
                        .map(found -> mention(found, found.mention().span()))
                        .toList());
    }

    private static int titleBreak(CheckedNote note) {
        String text = note.note().text();
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            int here = at;
            if (note.found().stream().noneMatch(found -> found.begin() <= here && here < found.end())) {
                return at;
            }
        }
        return -1;
    }

    /** The note's words with a space between, a line for each sentence: words are cut where mentions begin and end. */
    static CorpusDocument ofTokens(CheckedNote note, String id) {
        StringBuilder text = new StringBuilder();
        List<TextSpan> sentences = new ArrayList<>();
        Map<Mention, int[]> places = new LinkedHashMap<>();
        List<NoteTokens.Token> tokens = NoteTokens.of(note);
        int sentenceBegin = 0;
        for (int i = 0; i < tokens.size(); i++) {
            NoteTokens.Token token = tokens.get(i);
            boolean newSentence = i > 0 && token.sentence() != tokens.get(i - 1).sentence();
            if (newSentence) {
                sentences.add(new TextSpan(sentenceBegin, text.length()));
            }
            text.append(i == 0 ? "" : newSentence ? "\n" : " ");
            sentenceBegin = i == 0 || newSentence ? text.length() : sentenceBegin;
            int begin = text.length();
            text.append(token.span().in(note.note().text()));
            int end = text.length();
            token.found()
                    .ifPresent(found -> places.merge(
                            found.mention(), new int[] {begin, end}, (old, now) -> new int[] {old[0], now[1]}));
        }
        note.found().stream()
                .filter(found -> !places.containsKey(found.mention()))
                .findFirst()
                .ifPresent(found -> {
                    throw new IllegalArgumentException(
                            "mention at characters [%d, %d) is white space, expected a word; write JSONL"
                                    .formatted(
                                            found.place().begin(), found.place().end()));
                });
        if (!tokens.isEmpty()) {
            sentences.add(new TextSpan(sentenceBegin, text.length()));
        }
        return new CorpusDocument(
                id,
                text.toString(),
                List.of(),
                sentences,
                places.entrySet().stream()
                        .map(entry -> CorpusMention.of(
                                entry.getValue()[0],
                                entry.getValue()[1],
                                entry.getKey().type().replaceAll("\\s+", "_")))
                        .toList());
    }

    private static CorpusMention mention(CheckedNote.Found found, TextSpan span) {
        Mention mention = found.mention();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("score", Double.toString(mention.confidence()));
        mention.assertion().ifPresent(said -> {
            facts.put("assertion", said.status().label());
            facts.put("historical", Boolean.toString(said.historical()));
            if (!said.section().isEmpty()) {
                facts.put("section", said.section());
            }
        });
        found.concept().ifPresent(concept -> facts.put("concept_name", concept.name()));
        return new CorpusMention(
                List.of(span),
                mention.type(),
                found.concept()
                        .map(concept -> List.of(concept.id().replaceAll("[\\s|]+", "_")))
                        .orElse(List.of()),
                facts);
    }
}
