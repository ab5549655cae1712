package io.osler.kb.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.kb.ListSource;
import io.osler.kb.NameKind;
import io.osler.kb.build.KnowledgeBaseBuilder;
import io.osler.kb.file.KbFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentsTest {
    @TempDir
    private Path directory;

    /** Whoever compares with every name finds the same. */
    @Test
    void agreesWithComparingAll() {
        SplittableRandom random = new SplittableRandom(5);
        Set<String> names = new TreeSet<>();
        while (names.size() < 1_000) {
            names.add(name(random));
        }
        List<String> list = List.copyOf(names);
        try (KbFile file = built(list)) {
            Segments segments = new Segments(file.segments(), file.lexicon());
            int found = 0;
            for (int i = 0; i < 800; i++) {
                String key = changed(list.get(random.nextInt(list.size())), random);
                int edits = 1 + random.nextInt(2);
                Set<String> near = segments.near(key, edits).stream()
                        .map(hit -> String.join(" ", file.lexicon().forms(hit.node())) + "/" + hit.edits())
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(near).as("%s within %d", key, edits).isEqualTo(plain(names, key, edits));
                found += near.size();
            }
            assertThat(found).isGreaterThan(500);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "astma, asthma, true",
        "ashtma, asthma, false", // two edits, and six letters are bent once
        "pneumonai, pneumonia, true",
        "acne, acnae, false", // four letters are never bent
        "hepatitis b, hepatitis c, false",
        "type 1 diabetes, type 2 diabetes, false",
        "collagen type ii, collagen type iii, false",
        "hypotension, hypertension, false",
        "hypertention, hypertension, true",
        "chest pian, chest pain, true",
        "chestpain, chest pain, true",
    })
    void whatABentNameMayBe(String key, String name, boolean near) {
        try (KbFile file = built(List.of(name))) {
            assertThat(new Segments(file.segments(), file.lexicon()).near(key, 2))
                    .hasSize(near ? 1 : 0);
        }
    }

    private static Set<String> plain(Set<String> names, String key, int editsMax) {
        int edits = Math.min(editsMax, EditRules.editsMax(key));
        Set<String> near = new TreeSet<>();
        for (String name : names) {
            int distance = LevenshteinTest.plain(key, name);
            if (edits > 0 && distance <= edits && EditRules.agree(key, name)) {
                near.add(name + "/" + distance);
            }
        }
        return near;
    }

    /** Few letters, so that neighbours are many; none of them ends a plural. */
    private static String name(SplittableRandom random) {
        List<String> words = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            StringBuilder word = new StringBuilder();
            for (int k = 2 + random.nextInt(6); k > 0; k--) {
                word.append((char) ('a' + random.nextInt(4)));
            }
            words.add(word.toString());
        }
        return String.join(" ", words);
    }

    private static String changed(String name, SplittableRandom random) {
        StringBuilder letters = new StringBuilder(name);
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(letters.length());
            switch (random.nextInt(3)) {
                case 0 -> letters.setCharAt(at, (char) ('a' + random.nextInt(4)));
                case 1 -> letters.insert(at, (char) ('a' + random.nextInt(4)));
                default -> letters.deleteCharAt(at);
            }
            if (letters.isEmpty()) {
                letters.append('a');
            }
        }
        return String.join(" ", Words.forms(letters.toString()));
    }

    private KbFile built(List<String> names) {
        ListSource source = new ListSource("test");
        for (int i = 0; i < names.size(); i++) {
            source.name("C" + i, NameKind.PREFERRED, names.get(i));
        }
        new KnowledgeBaseBuilder().add(source).build(directory);
        return KbFile.open(directory);
    }
}
