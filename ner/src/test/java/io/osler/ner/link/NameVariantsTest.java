package io.osler.ner.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameVariantsTest {
    private static List<String> of(String name) {
        return NameVariants.BUILT_IN.of(name).stream()
                .map(NameVariants.Variant::name)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Breast cancers                       | breast neoplasm",
                "renal anomalies                      | kidney malformation",
                "type II blint                        | type 2 blint",
                "von Blint                            | von blint syndrome",
                "sporadic zorbitis                    | zorbitis",
                "breast and ovarian cancer            | breast cancer",
                "breast and ovarian cancer            | ovarian neoplasm",
                "brain, breast, and prostate cancer   | brain tumor",
                "breast/ovarian cancer                | ovarian cancer",
                "autosomal-dominant zorbitis          | zorbitis",
            })
    void otherWaysToWriteAName(String name, String variant) {
        assertThat(of(name)).contains(variant);
    }

    @Test
    void theNameItselfIsNotAmongThemAndNoneIsBlank() {
        assertThat(of("breast cancer")).doesNotContain("breast cancer").allMatch(name -> !name.isBlank());
        assertThat(of("hereditary")).doesNotContain("");
        assertThat(of("")).allMatch(name -> !name.isBlank());
    }

    @Test
    void theUsualWordsOfVocabulariesAreLikelier() {
        List<NameVariants.Variant> variants = NameVariants.BUILT_IN.of("cancer");
        double neoplasm = likely(variants, "neoplasm");
        assertThat(neoplasm).isGreaterThan(likely(variants, "carcinoma")).isLessThan(1);
        assertThat(likely(NameVariants.BUILT_IN.of("sporadic cancer"), "cancer"))
                .isLessThan(neoplasm);
    }

    @Test
    void aLongNameHasBoundedlyManyWays() {
        assertThat(of("tumor tumor ".repeat(12) + "and cancer disease syndrome"))
                .hasSizeLessThan(1_000);
    }

    private static double likely(List<NameVariants.Variant> variants, String name) {
        return variants.stream()
                .filter(variant -> variant.name().equals(name))
                .findFirst()
                .orElseThrow()
                .likely();
    }
}
