package io.osler.models.config;

/**
 * RoBERTa and XLM-RoBERTa: BERT whose positions begin behind the padding id.
 *
 * @param shape      sizes
 * @param tokenTypes rows of the table of token types, usually 1
 * @param padId      the padding token; a text's positions begin one behind it
 * @see <a href="https://arxiv.org/abs/1907.11692">Liu et al. 2019, RoBERTa</a>
 */
public record RobertaConfig(EncoderShape shape, int tokenTypes, int padId) implements EncoderConfig {
    public RobertaConfig {
        if (tokenTypes < 1) {
            throw new IllegalArgumentException("tokenTypes is %d, expected at least 1".formatted(tokenTypes));
        }
        MpnetConfig.requirePositions(shape, padId);
    }

    @Override
    public int firstPosition() {
        return padId + 1;
    }
}
