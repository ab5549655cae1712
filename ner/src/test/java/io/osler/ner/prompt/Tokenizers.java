package io.osler.ner.prompt;

import io.osler.models.text.Tokenizer;
import java.util.List;

/** Tokenizers small enough to read. */
public final class Tokenizers {
    private Tokenizers() {}

    /** One entry per byte and no merges: every text is as many tokens as bytes. */
    public static Tokenizer bytes() {
        return withMerges(List.of());
    }

    /**
     * One entry per byte, and one for each merge of two printable entries, such as {@code "f e"}; a space is written
     * {@code \u0120}.
     */
    public static Tokenizer withMerges(List<String> merges) {
        StringBuilder vocabulary = new StringBuilder();
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE && b <= 0xFF);
            char entry = printable ? (char) b : next++;
            vocabulary
                    .append(b == 0 ? "" : ",")
                    .append(quoted(String.valueOf(entry)))
                    .append(':')
                    .append(b);
        }
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < merges.size(); i++) {
            String[] parts = merges.get(i).split(" ");
            vocabulary
                    .append(',')
                    .append(quoted(parts[0] + parts[1]))
                    .append(':')
                    .append(256 + i);
            rules.append(i == 0 ? "" : ",").append(quoted(merges.get(i)));
        }
        return Tokenizer.of("""
                {"model":{"type":"BPE","vocab":{%s},"merges":[%s]},
                 "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":false,"use_regex":true},
                 "decoder":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":false,"use_regex":true}}""".formatted(vocabulary, rules), "test");
    }

    private static String quoted(String entry) {
        return '"' + entry.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
