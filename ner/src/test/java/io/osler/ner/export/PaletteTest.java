package io.osler.ner.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaletteTest {
    /** WCAG 2.2, 1.4.3: small text. */
    private static final double CONTRAST_MIN = 4.5;

    /** CIE76; about 2.3 is just noticeable side by side. */
    private static final double DIFFERENCE_MIN = 20;

    /** Linear RGB as seen with a cone type missing: Machado, Oliveira, Fernandes 2009, severity 1. */
    private static final Map<String, double[][]> SIGHT = Map.of(
            "common", new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
            "protan",
                    new double[][] {
                        {0.152286, 1.052583, -0.204868},
                        {0.114503, 0.786281, 0.099216},
                        {-0.003882, -0.048116, 1.051998}
                    },
            "deutan",
                    new double[][] {
                        {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
                    },
            "tritan",
                    new double[][] {
                        {1.255528, -0.076749, -0.178779},
                        {-0.078411, 0.930809, 0.147602},
                        {0.004733, 0.691367, 0.303900}
                    });

    @Test
    void everyColourIsReadableAsTextOnItsPage() {
        assertThat(Palette.all()).hasSize(16).allSatisfy(colour -> {
            assertThat(contrast(colour.light(), Palette.LIGHT_PAGE))
                    .as(colour.light())
                    .isGreaterThan(CONTRAST_MIN);
            assertThat(contrast(colour.dark(), Palette.DARK_PAGE))
                    .as(colour.dark())
                    .isGreaterThan(CONTRAST_MIN);
        });
    }

    @Test
    void coloursOfOneUnderlineStayApartForAllEyes() {
        Map<String, List<Palette.Colour>> byUnderline =
                Palette.all().stream().collect(Collectors.groupingBy(Palette.Colour::underline));
        assertThat(byUnderline).hasSize(4);
        byUnderline
                .values()
                .forEach(colours -> SIGHT.forEach((sight, matrix) -> {
                    assertApart(colours, Palette.Colour::light, matrix, sight);
                    assertApart(colours, Palette.Colour::dark, matrix, sight);
                }));
    }

    @Test
    void styleSheetHasThePagesTheColoursWereMadeFor() {
        assertThat(Template.resource("report.css"))
                .contains("--sheet: #" + Palette.LIGHT_PAGE, "--sheet: #" + Palette.DARK_PAGE);
    }

    @Test
    void paleIsAQuarterOfTheColourOnWhite() {
        assertThat(new Palette.Colour("000000", "ffffff", "solid").pale()).isEqualTo("#c0c0c0");
        assertThat(new Palette.Colour("ffffff", "ffffff", "solid").pale()).isEqualTo("#ffffff");
    }

    private static void assertApart(
            List<Palette.Colour> colours, Function<Palette.Colour, String> scheme, double[][] matrix, String sight) {
        for (Palette.Colour one : colours) {
            for (Palette.Colour other : colours) {
                if (!one.equals(other)) {
                    assertThat(difference(lab(scheme.apply(one), matrix), lab(scheme.apply(other), matrix)))
                            .as("%s and %s, %s sight", one, other, sight)
                            .isGreaterThan(DIFFERENCE_MIN);
                }
            }
        }
    }

    private static double contrast(String one, String other) {
        double a = luminance(one) + 0.05;
        double b = luminance(other) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(String hex) {
        double[] rgb = linear(hex);
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    }

    private static double[] linear(String hex) {
        return IntStream.of(0, 2, 4)
                .mapToDouble(i -> Integer.parseInt(hex.substring(i, i + 2), 16) / 255.0)
                .map(c -> c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4))
                .toArray();
    }

    private static double[] lab(String hex, double[][] matrix) {
        double[] rgb = linear(hex);
        double[] seen = new double[3];
        for (int i = 0; i < 3; i++) {
            seen[i] = Math.clamp(matrix[i][0] * rgb[0] + matrix[i][1] * rgb[1] + matrix[i][2] * rgb[2], 0, 1);
        }
        double x = root((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505);
        double y = root(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]);
        double z = root((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double root(double t) {
        return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116.0;
    }

    private static double difference(double[] one, double[] other) {
        return Math.sqrt(IntStream.range(0, 3)
                .mapToDouble(i -> (one[i] - other[i]) * (one[i] - other[i]))
                .sum());
    }
}
