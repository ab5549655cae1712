package io.osler.kb.search;

import io.osler.kb.KbException;
import io.osler.kb.KbException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.FSDirectory;

/**
 * Writes a {@link LexicalIndex}: a directory in Lucene's format with one document for each name, in the order of adding.
 * Fields: {@value #WORDS} and {@value #GRAMS} as {@link LexicalTerms} cuts them, the {@value #KEY} as a doc value, the
 * {@value #TEXT} stored. The commit says what the names are of ({@value #SUBJECT}) and the version of this layout. Written
 * aside, then renamed; {@link #close} without {@link #build} removes what was written. Not safe for several threads.
 */
public final class LexicalIndexBuilder implements AutoCloseable {
    static final String WORDS = "words";
    static final String GRAMS = "grams";
    static final String KEY = "key";
    static final String TEXT = "text";
    static final String SUBJECT = "subject";
    static final String LAYOUT = "layout";
    static final String LAYOUT_VERSION = "1";

    private static final double BUFFER_MEBIBYTES = 64;
    private static final FieldType TERMS = terms();

    private final Path target;
    private final Path aside;
    private final FSDirectory directory;
    private final IndexWriter writer;

    private LexicalIndexBuilder(Path target, Path aside) throws IOException {
        this.target = target;
        this.aside = aside;
        this.directory = FSDirectory.open(aside);
        // One thread and merges in its turn: documents keep their order, so their numbers are rows.
        IndexWriterConfig config = new IndexWriterConfig()
                .setSimilarity(LexicalIndex.SIMILARITY)
                .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
                .setMergeScheduler(new SerialMergeScheduler())
                .setMergePolicy(new LogDocMergePolicy())
                .setRAMBufferSizeMB(BUFFER_MEBIBYTES)
                .setUseCompoundFile(true);
        this.writer = new IndexWriter(directory, config);
    }

    /**
     * @param target the directory to be; the one it lies in must exist
     * @throws KbException IO
     */
    public static LexicalIndexBuilder create(Path target) {
        Path whole = target.toAbsolutePath();
        Path aside = whole.resolveSibling(
                "." + whole.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            remove(aside);
            Files.createDirectory(aside);
            return new LexicalIndexBuilder(target, aside);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /** Adds a name; one without a word is kept, and never found. */
    public LexicalIndexBuilder add(int key, String text) {
        LexicalTerms terms = LexicalTerms.of(text);
        Document document = new Document();
        document.add(new Field(WORDS, new TermStream(terms.words()), TERMS));
        document.add(new Field(GRAMS, new TermStream(terms.grams()), TERMS));
        document.add(new NumericDocValuesField(KEY, key));
        document.add(new StoredField(TEXT, text));
        try {
            writer.addDocument(document);
        } catch (IOException e) {
            throw failed(target, e);
        }
        return this;
    }

    /**
     * Finishes the index and gives it its name.
     *
     * @param subject a number that says what the names are of, such as a knowledge base's fingerprint; 0 when nothing will
     *     ask
     * @throws KbException IO
     */
    public void build(long subject) {
        try {
            writer.forceMerge(1);
            writer.setLiveCommitData(Map.of(SUBJECT, Long.toString(subject), LAYOUT, LAYOUT_VERSION)
                    .entrySet());
            writer.commit();
            writer.close();
            directory.close();
            Path old = aside.resolveSibling(aside.getFileName() + ".old");
            boolean replaces = Files.exists(target);
            if (replaces) {
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            remove(old);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    @Override
    public void close() {
        try {
            if (writer.isOpen()) {
                writer.rollback();
            }
            directory.close();
            remove(aside);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    private static FieldType terms() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        return type;
    }

    private static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(tree)) {
            deepestFirst = all.toList().reversed();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    private static KbException failed(Path place, IOException e) {
        return new KbException(Code.IO, place.toString(), "the lexical index cannot be written: " + e.getMessage(), e);
    }
}
