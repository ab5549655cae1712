package io.osler.ner.evidence;

import static io.osler.ner.evidence.EvidenceFixture.pool;
import static io.osler.ner.evidence.EvidenceFixture.sentence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.detect.MentionDetector;
import io.osler.ner.detect.SentenceReading;
import io.osler.ner.detect.SpanReader;
import io.osler.ner.select.ExamplePool;
import io.osler.ner.task.BoundaryProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvidenceFitterTest {
    private static final EvidenceOptions OPTIONS = EvidenceOptions.DEFAULTS.withSentences(60);

    private static EvidenceFitter fitter(ExamplePool pool, EvidenceOptions options) {
        return new EvidenceFitter(
                EvidenceFixture.LABELS, pool, Optional.empty(), options, BoundaryProfile.AS_FOUND, _ -> {});
    }

    private static FittedEvidence fitted(EvidenceOptions options) {
        return Evidences.fit(
                new InventedReader(),
                BoundaryProfile.AS_FOUND,
                EvidenceFixture.info(),
                pool(30),
                Optional.empty(),
                options,
                _ -> {});
    }

    @Test
    void thePoolKnowsWhatItAnnotatesAndTheModelWhatItDoesNot() {
        FittedEvidence evidence = fitted(OPTIONS);
        EvidenceScores scores = evidence.info().scores();
        assertThat(scores.sentences()).isEqualTo(60);
        assertThat(scores.strict().f1()).isGreaterThan(0.97);
        assertThat(scores.reachable()).isEqualTo(1);
        assertThat(scores.reliability().error()).isLessThan(0.15);
        assertThat(scores.ablation())
                .containsOnlyKeys("lm", "pool", "examples", "lm+pool", "lm+examples", "pool+examples");
        assertThat(scores.ablation().get("lm+pool")).isGreaterThan(0.97);
        assertThat(scores.ablation().get("lm")).isBetween(0.3, 0.9);
        EvidenceDetector detector = new EvidenceDetector(new InventedReader(), evidence, BoundaryProfile.AS_FOUND);
        String asked = "no gout, water or xerosis";
        assertThat(detector.detect(asked))
                .extracting(mention -> mention.span().in(asked))
                .containsExactly("gout", "xerosis");
        assertThat(detector.detect("")).isEmpty();
    }

    /** Were the own document counted, a string that it alone annotates would be one that is always a mention. */
    @Test
    void aSentenceIsToldNothingOfItsOwnDocument() {
        ExamplePool pool = pool(30);
        EvidenceFitter fitter = fitter(pool, OPTIONS);
        String own = pool.sentences().get(2).text();
        assertThat(own).contains("x0osis");
        assertThat(fitter.outside(own).annotations("x0osis", 0)).isZero();
        assertThat(fitter.outside(own).inside().hasSeen("x0osis")).isFalse();
        assertThat(fitter.outside(own).annotations("gout", 0)).isEqualTo(29);
        assertThat(fitter.outside("a sentence of no document").annotations("x0osis", 0))
                .isEqualTo(1);
    }

    /**
     * One of two words that stand nowhere else is annotated, and nothing else tells which: held out, at best both are taken.
     * Told of its own document, the pool would know.
     */
    @Test
    void whatOnlyTheOwnDocumentAnnotatesCannotBeKnown() {
        Random coin = new Random(3);
        List<AnnotatedText> sentences = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            String left = "left" + i;
            String right = "right" + i;
            boolean first = coin.nextBoolean();
            sentences.add(sentence(first ? "%s %s".formatted(left, right) : "%s %s".formatted(right, left), left));
        }
        sentences.replaceAll(sentence -> coin.nextBoolean()
                ? sentence
                : EvidenceFixture.sentence(
                        sentence.text(),
                        sentence.text().replaceAll("left[0-9]+", "").strip()));
        ExamplePool pool = new ExamplePool(
                sentences, IntStream.range(0, 80).mapToObj(i -> "note " + i).toList());
        EvidenceScores scores = fitter(pool, OPTIONS.withSentences(80))
                .fit(new InventedReader())
                .scores();
        assertThat(scores.strict().f1()).isLessThan(0.75);
        assertThat(scores.strict().gold()).isEqualTo(80);
    }

    @Test
    void candidatesOfASentenceComeFromOtherDocuments() {
        ExamplePool pool = pool(30);
        List<String> kept = new ArrayList<>();
        InventedReader reader = new InventedReader();
        fitter(pool, OPTIONS).fit(new SpanReader() {
            @Override
            public List<CompletableFuture<SentenceReading>> readings(List<String> sentences) {
                throw new AssertionError("read without candidates");
            }

            @Override
            public SpanReader keeping(MentionDetector candidates) {
                return reader.keeping(sentence -> {
                    List<Mention> found = candidates.detect(sentence);
                    found.forEach(mention -> kept.add(mention.span().in(sentence)));
                    return found;
                });
            }
        });
        assertThat(kept).contains("gout", "mumps").noneMatch(name -> name.contains("osis"));
    }

    @Test
    void sentencesThatWereShownTheirOwnDocumentAreReplacedByOthers() {
        ExamplePool pool = pool(30);
        AnnotatedText shown = pool.sentences().get(4);
        InventedReader reader = new InventedReader().showing(_ -> List.of(shown));
        EvidenceFitter.Fit fit = fitter(pool, OPTIONS.withSentences(87)).fit(reader);
        assertThat(fit.scores().sentences()).isEqualTo(87);
        assertThat(reader.asked()).hasSize(90).contains(shown.text());
        assertThatThrownBy(() -> fitter(pool, OPTIONS).fit(new InventedReader().showing(_ -> pool.sentences())))
                .hasMessage("evidence can be fitted to 0 sentences of the pool, expected at least 10 whose documents no"
                        + " prompt shows");
    }

    @Test
    void theSeedDrawsTheSentences() {
        InventedReader first = new InventedReader();
        InventedReader again = new InventedReader();
        InventedReader other = new InventedReader();
        EvidenceScores scores = fitter(pool(30), OPTIONS).fit(first).scores();
        assertThat(fitter(pool(30), OPTIONS).fit(again).scores()).isEqualTo(scores);
        fitter(pool(30), OPTIONS.withSeed(8)).fit(other);
        assertThat(again.asked()).isEqualTo(first.asked()).isNotEqualTo(other.asked());
    }

    @Test
    void whatCannotBeFittedIsRefused() {
        assertThatThrownBy(() -> fitter(pool(3), OPTIONS).fit(new InventedReader()))
                .hasMessageStartingWith("evidence can be fitted to 9 sentences of the pool, expected at least 10");
        ExamplePool nothing = new ExamplePool(
                IntStream.range(0, 20)
                        .mapToObj(i -> sentence("all well on day " + i))
                        .toList(),
                IntStream.range(0, 20).mapToObj(Integer::toString).toList());
        assertThatThrownBy(() -> fitter(nothing, OPTIONS).fit(new InventedReader()))
                .hasMessage("none of the 20 sentences to fit evidence on has a mention of disease");
        ExamplePool one = new ExamplePool(
                pool(10).sentences(),
                IntStream.range(0, 30).mapToObj(_ -> "note").toList());
        assertThatThrownBy(() -> fitter(one, OPTIONS).fit(new InventedReader()))
                .hasMessage("all sentences to fit evidence on are of one document, expected several");
        assertThatThrownBy(() -> fitter(pool(30), OPTIONS.withParts(EvidencePart.parse("kb"))))
                .hasMessage("evidence of a dictionary alone is asked, and none is given");
        assertThatThrownBy(() -> EvidencePart.parse("lm+luck"))
                .hasMessage("evidence is 'lm+luck', expected parts of lm+pool+examples+kb with + between");
        assertThatThrownBy(() -> OPTIONS.withSentences(9))
                .hasMessage("sentences to fit evidence on are 9, expected at least 10");
    }
}
