package io.osler.kb.search;

import io.osler.kb.KbException;
import io.osler.kb.KbException.Code;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.store.MMapDirectory;

/**
 * Names ranked by the words and the letters that they share with a query: BM25 over whole words and over runs of three
 * characters, added up. Mapped, opened in milliseconds, safe for any number of threads. {@link LexicalIndexBuilder} makes
 * one.
 *
 * @see <a href="https://doi.org/10.1561/1500000019">Robertson and Zaragoza 2009, The probabilistic relevance framework</a>
 */
public final class LexicalIndex implements AutoCloseable {
    static final Similarity SIMILARITY = new BM25Similarity(1.2f, 0.75f);

    /**
     * Terms in more names than this share tell little apart and cost most. Without them a query of 150,000 names takes a
     * third of the time; accuracy on disease mentions moved by 1.4 points at most, up or down by vocabulary.
     */
    private static final double COMMON_SHARE = 0.03;

    /** In fewer names than this no term is common. */
    private static final int COMMON_LEAST = 1000;

    /** Terms of a query beyond these are left out; a name has some thirty. */
    private static final int CLAUSES_MAX = 512;

    private final Path path;
    private final MMapDirectory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final long subject;

    private LexicalIndex(Path path, MMapDirectory directory, DirectoryReader reader, long subject) {
        this.path = path;
        this.directory = directory;
        this.reader = reader;
        this.subject = subject;
        this.searcher = new IndexSearcher(reader);
        searcher.setSimilarity(SIMILARITY);
        searcher.setQueryCache(null);
    }

    /** @throws KbException NOT_A_KB, VERSION_UNSUPPORTED, DAMAGED, IO */
    public static LexicalIndex open(Path path) {
        MMapDirectory directory = null;
        DirectoryReader reader = null;
        try {
            // Lucene would make the directory.
            if (!Files.isDirectory(path)) {
                throw new IndexNotFoundException("no directory there");
            }
            directory = new MMapDirectory(path);
            reader = DirectoryReader.open(directory);
            Map<String, String> facts = reader.getIndexCommit().getUserData();
            if (!LexicalIndexBuilder.LAYOUT_VERSION.equals(facts.get(LexicalIndexBuilder.LAYOUT))) {
                throw new KbException(
                        Code.VERSION_UNSUPPORTED,
                        path.toString(),
                        "the lexical index has layout %s, this build reads %s; build it anew"
                                .formatted(facts.get(LexicalIndexBuilder.LAYOUT), LexicalIndexBuilder.LAYOUT_VERSION));
            }
            return new LexicalIndex(path, directory, reader, Long.parseLong(facts.get(LexicalIndexBuilder.SUBJECT)));
        } catch (IOException e) {
            close(reader, directory);
            throw wrong(path, e);
        } catch (RuntimeException e) {
            close(reader, directory);
            throw e;
        }
    }

    /** Names. */
    public int rows() {
        return reader.maxDoc();
    }

    /** What the names are of, as it was told when the index was built. */
    public long subject() {
        return subject;
    }

    /** The best name of each of the best keys, the best first; of equal scores the lower row first. */
    public List<LexicalHit> search(String text, int limit) {
        return search(text, limit, key -> true);
    }

    /**
     * @param limit most keys
     * @param keys  which keys may be found
     */
    public List<LexicalHit> search(String text, int limit, IntPredicate keys) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is %d, expected at least 1".formatted(limit));
        }
        LexicalTerms terms = LexicalTerms.of(text);
        if (terms.words().isEmpty() || rows() == 0) {
            return List.of();
        }
        try {
            Query query = query(terms);
            for (long wanted = 4L * limit; ; wanted *= 4) {
                int rows = (int) Math.min(wanted, rows());
                ScoreDoc[] found = searcher.search(query, rows).scoreDocs;
                List<LexicalHit> hits = bestOfEachKey(found, limit, keys);
                if (hits.size() == limit || found.length < rows || rows == rows()) {
                    return hits;
                }
            }
        } catch (IOException e) {
            throw wrong(path, e);
        }
    }

    private Query query(LexicalTerms terms) throws IOException {
        Map<Term, Integer> counts = new LinkedHashMap<>();
        terms.words().forEach(word -> counts.merge(new Term(LexicalIndexBuilder.WORDS, word), 1, Integer::sum));
        terms.grams().forEach(gram -> counts.merge(new Term(LexicalIndexBuilder.GRAMS, gram), 1, Integer::sum));
        Map<Term, Integer> telling = new LinkedHashMap<>();
        for (Map.Entry<Term, Integer> term : counts.entrySet()) {
            if (reader.docFreq(term.getKey()) <= Math.max(COMMON_LEAST, COMMON_SHARE * rows())) {
                telling.put(term.getKey(), term.getValue());
            }
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        (telling.isEmpty() ? counts : telling)
                .entrySet().stream()
                        .limit(CLAUSES_MAX)
                        .forEach(term -> query.add(
                                new BoostQuery(new TermQuery(term.getKey()), term.getValue()),
                                BooleanClause.Occur.SHOULD));
        return query.build();
    }

    private List<LexicalHit> bestOfEachKey(ScoreDoc[] found, int limit, IntPredicate keys) throws IOException {
        StoredFields texts = searcher.storedFields();
        Set<Integer> seen = new HashSet<>();
        List<LexicalHit> hits = new ArrayList<>();
        for (ScoreDoc doc : found) {
            if (hits.size() == limit) {
                break;
            }
            int key = key(doc.doc);
            if (keys.test(key) && seen.add(key)) {
                String text = texts.document(doc.doc).get(LexicalIndexBuilder.TEXT);
                hits.add(new LexicalHit(doc.doc, key, text, doc.score));
            }
        }
        return hits;
    }

    private int key(int row) throws IOException {
        for (LeafReaderContext leaf : reader.leaves()) {
            LeafReader rows = leaf.reader();
            if (row < leaf.docBase + rows.maxDoc()) {
                NumericDocValues keys = rows.getNumericDocValues(LexicalIndexBuilder.KEY);
                keys.advanceExact(row - leaf.docBase);
                return (int) keys.longValue();
            }
        }
        throw new IllegalStateException("no row %d among %d".formatted(row, rows()));
    }

    @Override
    public void close() {
        close(reader, directory);
    }

    private static void close(DirectoryReader reader, MMapDirectory directory) {
        try {
            if (reader != null) {
                reader.close();
            }
            if (directory != null) {
                directory.close();
            }
        } catch (IOException e) {
            throw new KbException(Code.IO, String.valueOf(directory), "cannot be closed: " + e.getMessage(), e);
        }
    }

    private static KbException wrong(Path path, IOException e) {
        String found = "the lexical index cannot be read: " + e.getMessage() + "; build it anew";
        Code code = switch (e) {
            case IndexNotFoundException _ -> Code.NOT_A_KB;
            case IndexFormatTooOldException _, IndexFormatTooNewException _ -> Code.VERSION_UNSUPPORTED;
            case CorruptIndexException _, EOFException _, NoSuchFileException _ -> Code.DAMAGED;
            default -> Code.IO;
        };
        return new KbException(code, path.toString(), found, e);
    }
}
