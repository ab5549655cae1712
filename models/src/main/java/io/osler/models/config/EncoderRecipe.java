package io.osler.models.config;

import java.util.Locale;

/**
 * How an encoder is meant to be used, which its weights do not say: what its card does.
 *
 * @param pooling   how the tokens' states become one vector
 * @param tokensMax most tokens of a text, special ones included; what is longer is cut. 0 for all the model can read
 * @param prefix    put before every text; empty for none
 * @param lowerCase whether texts are put in lower case before they are tokenised
 */
public record EncoderRecipe(Pooling pooling, int tokensMax, String prefix, boolean lowerCase) {
    public EncoderRecipe {
        if (pooling == null) {
            throw new IllegalArgumentException("pooling is missing, expected cls, mean or pooler");
        }
        if (tokensMax < 0) {
            throw new IllegalArgumentException("tokensMax is %d, expected 0 or more".formatted(tokensMax));
        }
        prefix = prefix == null ? "" : prefix;
    }

    public EncoderRecipe(Pooling pooling, int tokensMax) {
        this(pooling, tokensMax, "", false);
    }

    public EncoderRecipe withTokensMax(int tokens) {
        return new EncoderRecipe(pooling, tokens, prefix, lowerCase);
    }

    /** The text that is tokenised for a text. */
    public String prepared(String text) {
        String whole = prefix.isEmpty() ? text : prefix + text;
        return lowerCase ? whole.toLowerCase(Locale.ROOT) : whole;
    }
}
