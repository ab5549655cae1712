package io.osler.ner.corpus;

/**
 * A corpus as the text of one file, document by document: {@link #head}, what {@link #next} gives for each, {@link #tail}.
 * For writers that do not hold all documents. One thread.
 */
public final class CorpusText {
    private final CorpusFormat format;
    private final OffsetUnit unit;
    private boolean first = true;

    private CorpusText(CorpusFormat format, OffsetUnit unit) {
        this.format = format;
        this.unit = unit;
    }

    /**
     * @param format not brat, which is many files, nor Label Studio's, which is only read
     * @param unit   what offsets count; the text says so where the format has a place for it
     */
    public static CorpusText of(CorpusFormat format, OffsetUnit unit) {
        if (format == CorpusFormat.BRAT) {
            throw new IllegalArgumentException("brat is a directory, expected a format of one file");
        }
        if (format == CorpusFormat.LABEL_STUDIO) {
            throw new IllegalArgumentException(
                    "label-studio is what others export and read only here, expected another format");
        }
        return new CorpusText(format, unit);
    }

    public String head() {
        return format == CorpusFormat.BIOC_JSON ? BioCJsonFormat.head(unit) : "";
    }

    /**
     * @throws IllegalArgumentException when the format cannot say what the document holds
     */
    public String next(CorpusDocument document) {
        String text = switch (format) {
            case IOB2 -> Iob2Format.text(document);
            case PUBTATOR -> PubTatorFormat.text(document, unit);
            case BIOC_JSON -> (first ? "" : ",") + BioCJsonFormat.text(document, unit);
            case JSONL -> JsonlFormat.text(document, unit);
            case BRAT, LABEL_STUDIO -> throw new IllegalStateException(format + " has no text of its own");
        };
        first = false;
        return text;
    }

    public String tail() {
        return format == CorpusFormat.BIOC_JSON ? BioCJsonFormat.tail() : "";
    }
}
