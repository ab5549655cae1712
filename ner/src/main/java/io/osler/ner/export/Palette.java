package io.osler.ner.export;

import java.util.List;

/**
 * Colours of types: sixteen, each with one for a light and one for a dark page. Four share an underline (solid, dashed,
 * dotted, double); those four stay apart also for protan, deutan and tritan eyes, and all are readable as text on their
 * page. Type names stand beside the colours in any case.
 */
public final class Palette {
    static final String LIGHT_PAGE = "ffffff";
    static final String DARK_PAGE = "161b22";

    /** Found by random search for the largest least difference (CIE76) within an underline, over four kinds of sight. */
    private static final List<Colour> COLOURS = List.of(
            new Colour("c83f0c", "f6855f", "solid"),
            new Colour("0065f7", "52a1f9", "solid"),
            new Colour("005837", "3ff0b2", "solid"),
            new Colour("913682", "ecafd6", "solid"),
            new Colour("956607", "e2a550", "dashed"),
            new Colour("6b24af", "ad7ef7", "dashed"),
            new Colour("187b89", "42f2fe", "dashed"),
            new Colour("831524", "f85a89", "dashed"),
            new Colour("677a03", "d4eb56", "dotted"),
            new Colour("141cf2", "8986f6", "dotted"),
            new Colour("9e0337", "fa6a8a", "dotted"),
            new Colour("227a7e", "6eedfc", "dotted"),
            new Colour("b05b02", "f36a1d", "double"),
            new Colour("750d6e", "db6ee4", "double"),
            new Colour("114916", "70f58a", "double"),
            new Colour("1f4ce6", "dce1f7", "double"));

    /**
     * One type's.
     *
     * @param light     hexadecimal sRGB, dark enough for a light page
     * @param dark      bright enough for a dark page
     * @param underline CSS line style
     */
    public record Colour(String light, String dark, String underline) {
        /** Behind black text: the light page with a quarter of the colour. */
        String pale() {
            int rgb = Integer.parseInt(light, 16);
            return "#%02x%02x%02x".formatted(pale(rgb >> 16 & 0xff), pale(rgb >> 8 & 0xff), pale(rgb & 0xff));
        }

        private static int pale(int channel) {
            return 255 - (255 - channel) / 4;
        }
    }

    private Palette() {}

    public static List<Colour> all() {
        return COLOURS;
    }

    /** Of the type at this place of the task's list; from the seventeenth on they come again. */
    public static Colour colour(int type) {
        return COLOURS.get(type % COLOURS.size());
    }
}
