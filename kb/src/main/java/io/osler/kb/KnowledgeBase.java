package io.osler.kb;

import io.osler.kb.KbException.Code;
import io.osler.kb.build.StarterVocabulary;
import io.osler.kb.file.KbFile;
import io.osler.kb.search.NameIndexes;
import io.osler.kb.search.NameMatch;
import io.osler.kb.search.TextScanner;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is known: concepts, their names, types, definitions and parents, and the ways to find them. The file stays on disk
 * and is mapped into memory, so opening takes milliseconds and processes share it. For any number of threads; whoever
 * opens one closes it. After {@link #close} every call is an {@link IllegalStateException}; a file that turns out damaged
 * is a {@link KbException} with {@link Code#DAMAGED}.
 */
public final class KnowledgeBase implements AutoCloseable {
    private final Path directory;
    private final KbFile file;
    private final SenseFinder senses;
    private final TextScanner scanner;
    private final SenseCache cache = new SenseCache();

    private KnowledgeBase(Path directory, KbFile file) {
        this.directory = directory;
        this.file = file;
        this.senses = new SenseFinder(file);
        this.scanner = new TextScanner(file.lexicon());
    }

    /**
     * Opens a directory that {@link io.osler.kb.build.KnowledgeBaseBuilder} made.
     *
     * @throws KbException when it holds no knowledge base, one of another version or byte order, or a damaged one
     */
    public static KnowledgeBase open(Path directory) {
        KbFile file = KbFile.open(directory);
        try {
            return new KnowledgeBase(directory, file);
        } catch (IndexOutOfBoundsException | InternalError e) {
            file.close();
            throw damaged(directory, e);
        }
    }

    /**
     * The built-in vocabulary of common problems, treatments and tests. Built once per process, to a temporary directory
     * that goes with it; every call opens it anew.
     */
    public static KnowledgeBase starter() {
        return open(StarterVocabulary.directory());
    }

    public Path directory() {
        return directory;
    }

    public KbInfo info() {
        KbDirectory beside = new KbDirectory(directory, NameIndexes.vectors(this), fingerprint());
        return reading(() -> Manifests.info(file, beside));
    }

    /** Concepts; their rows are 0 to this - 1, in the order of their ids. */
    public int size() {
        return reading(() -> file.concepts().size());
    }

    /** Differs between knowledge bases of different ids or names: what is kept of one beside it says this number. */
    public long fingerprint() {
        return reading(file::fingerprint);
    }

    /** What goes by this id: its own, or one it had before or of a thing that was merged into it. */
    public Optional<Concept> concept(String id) {
        return reading(() -> {
            int row = row(id);
            return row < 0 ? Optional.empty() : Optional.of(conceptAt(row));
        });
    }

    /** What goes by this id, as an answer: matched in its preferred name, for the reason {@link MatchReason#ID}. */
    public Optional<Sense> identified(String id) {
        return reading(() -> {
            int row = row(id);
            return row < 0
                    ? Optional.empty()
                    : Optional.of(senses.sense(row, file.concepts().preferredName(row), MatchReason.ID, 1));
        });
    }

    /**
     * @throws IndexOutOfBoundsException when the row is not 0 to {@link #size} - 1
     */
    public Concept concept(int row) {
        java.util.Objects.checkIndex(row, size());
        return reading(() -> conceptAt(row));
    }

    /** A concept as an answer to a question that somebody else has answered, by vectors for one. */
    public Sense sense(int row, MatchReason reason, double score) {
        java.util.Objects.checkIndex(row, size());
        return reading(() -> senses.sense(row, file.concepts().preferredName(row), reason, score));
    }

    /** What a name may stand for, with {@link LookUpOptions#DEFAULTS}. */
    public List<Sense> lookUp(String name) {
        return lookUp(name, LookUpOptions.DEFAULTS);
    }

    /**
     * What a name may stand for, best first; empty when nothing is found. Words in another order count only when no name
     * has them in this one, and edits only when no name has these words.
     *
     * @throws IllegalArgumentException when the options name types and the knowledge base has none of them
     */
    public List<Sense> lookUp(String name, LookUpOptions options) {
        return reading(() -> senses.lookUp(name, options));
    }

    /**
     * Names in a text: the longest at each place, from left to right, without overlap, in UTF-16 units. A match has at
     * least one sense, best first.
     *
     * @throws IllegalArgumentException when the options name types and the knowledge base has none of them
     */
    public List<NameMatch<List<Sense>>> scan(String text, ScanOptions options) {
        return reading(() -> new NoteScan(file, senses, cache, text, options).matches(scanner));
    }

    /** Ids of all parents, their parents and so on, nearest first; without the id itself. Empty for an unknown id. */
    public Set<String> ancestors(String id) {
        return reading(() -> {
            int start = row(id);
            Set<Integer> seen = new LinkedHashSet<>();
            Deque<Integer> next = new ArrayDeque<>();
            if (start >= 0) {
                next.add(start);
            }
            while (!next.isEmpty()) {
                for (int parent : file.concepts().parents(next.remove())) {
                    if (parent != start && seen.add(parent)) {
                        next.add(parent);
                    }
                }
            }
            Set<String> ids = new LinkedHashSet<>();
            seen.forEach(row -> ids.add(file.concepts().id(row)));
            return ids;
        });
    }

    /**
     * Reads the whole file: every checksum, and whether every reference leads to something.
     *
     * @throws KbException {@link Code#DAMAGED}, with what is wrong
     */
    public void verify() {
        reading(() -> {
            file.verify();
            return this;
        });
    }

    @Override
    public void close() {
        if (file.isOpen()) {
            file.close();
        }
    }

    /** Of a concept by any of its ids, or -1. */
    private int row(String id) {
        int row = file.concepts().row(id);
        return row < 0 ? file.alternativeIds().concept(id) : row;
    }

    private Concept conceptAt(int row) {
        List<ConceptName> names =
                Arrays.stream(file.concepts().names(row)).mapToObj(senses::name).toList();
        List<String> parents = Arrays.stream(file.concepts().parents(row))
                .mapToObj(file.concepts()::id)
                .toList();
        return new Concept(
                file.concepts().id(row),
                names,
                senses.types(row),
                file.concepts().definition(row),
                parents);
    }

    /** Names the kinds of wrong that a mapped file can be. */
    private <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (IndexOutOfBoundsException | InternalError e) {
            throw damaged(file.path(), e);
        } catch (IllegalStateException e) {
            if (!file.isOpen()) {
                throw new IllegalStateException("the knowledge base %s is closed".formatted(directory), e);
            }
            throw e;
        }
    }

    private static KbException damaged(Path place, Throwable cause) {
        return new KbException(
                Code.DAMAGED,
                place.toString(),
                "the file has changed since it was opened, or its parts do not fit together. Build it again, or copy it "
                        + "again from where it is whole",
                cause);
    }
}
