package io.osler.ner.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.TextSpan;
import io.osler.ner.ConfidenceBand;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class VerifyingDetectorTest {
    private final List<String> asked = new ArrayList<>();

    /** Says yes to words that begin with g. */
    private double[] judge(List<Verifier.Finding> findings) {
        return findings.stream()
                .map(finding -> finding.mention().span().in(finding.sentence()))
                .peek(asked::add)
                .mapToDouble(word -> word.startsWith("g") ? 0.9 : 0.5)
                .toArray();
    }

    /** Each word a mention; the first of confidence 0.1, the others a tenth more each. A sentence with x fails. */
    private static List<Mention> words(String sentence) {
        if (sentence.contains("x")) {
            throw new IllegalArgumentException("an x");
        }
        List<Mention> mentions = new ArrayList<>();
        int at = 0;
        for (String word : sentence.split(" ")) {
            mentions.add(new Mention(new TextSpan(at, at + word.length()), "y", (1 + mentions.size()) / 10.0));
            at += word.length() + 1;
        }
        return mentions;
    }

    @Test
    void onlyDoubtfulOnesAreAskedAboutAndGoWithANo() {
        VerifyingDetector detector =
                new VerifyingDetector(VerifyingDetectorTest::words, new ConfidenceBand(0.2, 0.4), this::judge);
        List<CompletableFuture<List<Mention>>> found =
                detector.detectAll(List.of("gout gasp heat gulp", "x", "a heat"));
        assertThat(asked).containsExactly("gasp", "heat", "heat");
        assertThat(found.get(0).join()).extracting(Mention::confidence).containsExactly(0.1, 0.2, 0.4);
        assertThatThrownBy(found.get(1)::join).hasRootCauseMessage("an x");
        assertThat(found.get(2).join()).extracting(Mention::confidence).containsExactly(0.1);
        assertThat(detector.detect("gout gasp heat")).hasSize(2);
    }
}
