package io.osler.ner.eval;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads IOB2: a token and its tag on a line, a blank line between sentences. Columns are separated by tabs or spaces;
 * the first is the token, the last the tag. {@code -DOCSTART-} lines are no sentences. The text of a sentence is its
 * tokens with a space between; types are lower-cased.
 */
public final class Iob2Corpus {
    private Iob2Corpus() {}

    /** The sentences in order, those without a mention too. */
    public static List<AnnotatedText> read(Path file) {
        List<AnnotatedText> sentences = new ArrayList<>();
        SentenceBuilder sentence = new SentenceBuilder();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (line.isBlank()) {
                sentence.finish(sentences);
            } else if (!line.startsWith("-DOCSTART-")) {
                String[] columns = line.strip().split("[\t ]+");
                String tag = columns[columns.length - 1];
                if (columns.length < 2 || !tag.matches("O|[BI]-.+")) {
                    throw new NerException(
                            NerException.Code.CORPUS_INVALID,
                            "%s, line %d".formatted(file, number),
                            "has %d columns, expected a token and a tag O, B-type or I-type".formatted(columns.length));
                }
                sentence.add(columns[0], tag);
            }
        }
        sentence.finish(sentences);
        return sentences;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new NerException(
                    NerException.Code.CORPUS_INVALID, file.toString(), "is not UTF-8; convert it first", e);
        } catch (IOException e) {
            throw new NerException(
                    NerException.Code.INPUT_MISSING, file.toString(), "cannot be read: " + e.getMessage(), e);
        }
    }

    private static final class SentenceBuilder {
        private final StringBuilder text = new StringBuilder();
        private final List<Mention> mentions = new ArrayList<>();
        private String openType;
        private int openBegin;
        private int openEnd;

        void add(String token, String tag) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            int begin = text.length();
            text.append(token);
            String type = tag.equals("O") ? null : tag.substring(2).toLowerCase(Locale.ROOT);
            // An I- that continues nothing of its type begins a mention, as the CoNLL scorer has it.
            boolean continues = tag.startsWith("I-") && type.equals(openType);
            if (!continues) {
                closeMention();
                openType = type;
                openBegin = begin;
            }
            openEnd = text.length();
        }

        void finish(List<AnnotatedText> sentences) {
            closeMention();
            if (!text.isEmpty()) {
                sentences.add(new AnnotatedText(text.toString(), mentions));
            }
            text.setLength(0);
            mentions.clear();
        }

        private void closeMention() {
            if (openType != null) {
                mentions.add(Mention.gold(openBegin, openEnd, openType));
            }
            openType = null;
        }
    }
}
