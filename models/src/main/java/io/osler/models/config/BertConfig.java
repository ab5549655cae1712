package io.osler.models.config;

/**
 * BERT: positions from 0 on, and a table of token types.
 *
 * @param shape      sizes
 * @param tokenTypes rows of the table of token types; a single text has type 0 throughout
 * @see <a href="https://arxiv.org/abs/1810.04805">Devlin et al. 2019, BERT</a>
 */
public record BertConfig(EncoderShape shape, int tokenTypes) implements EncoderConfig {
    public BertConfig {
        if (tokenTypes < 1) {
            throw new IllegalArgumentException("tokenTypes is %d, expected at least 1".formatted(tokenTypes));
        }
    }

    @Override
    public int firstPosition() {
        return 0;
    }
}
