package io.osler.kb.file;

import io.osler.kb.KbException;
import io.osler.kb.KbException.Code;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A built knowledge base, mapped into memory. Opening reads the head and nothing else. Any thread may read; whoever opened
 * it closes it. Reads through the views end in {@link IndexOutOfBoundsException} where the file is damaged, in
 * {@link InternalError} where it was cut while open, and in {@link IllegalStateException} after {@link #close}.
 */
public final class KbFile implements AutoCloseable {
    /** The file's name in the directory. */
    public static final String NAME = "terms.kb";

    private final Path path;
    private final Arena arena;
    private final MemorySegment file;
    private final Header header;
    private final Concepts concepts;
    private final AlternativeIds alternativeIds;
    private final Names names;
    private final Lexicon lexicon;
    private final List<String> types;
    private final List<String> origins;

    private KbFile(Path path, Arena arena, MemorySegment file) {
        this.path = path;
        this.arena = arena;
        this.file = file;
        this.header = Header.decoded(file, path.toString());
        this.concepts = new Concepts(
                table(Section.CONCEPTS),
                table(Section.IDS),
                table(Section.DEFINITIONS),
                table(Section.CONCEPT_NAMES),
                table(Section.CONCEPT_TYPES),
                table(Section.CONCEPT_PARENTS));
        this.alternativeIds = new AlternativeIds(table(Section.ALTERNATIVES), table(Section.ALTERNATIVE_IDS));
        this.names = new Names(table(Section.NAMES), table(Section.NAME_TEXTS));
        this.lexicon = new Lexicon(
                table(Section.WORDS),
                table(Section.WORD_TEXTS),
                table(Section.WORD_SLOTS),
                table(Section.NODES),
                table(Section.NODE_WORDS));
        this.types = texts(Section.TYPES, Section.TYPE_TEXTS);
        this.origins = texts(Section.ORIGINS, Section.ORIGIN_TEXTS);
    }

    /**
     * @param directory a built knowledge base
     * @throws KbException when it holds none, one of another version or byte order, or a damaged one
     */
    @SuppressWarnings("MustBeClosedChecker") // the arena is handed on, and closed here when opening fails
    public static KbFile open(Path directory) {
        Path path = directory.resolve(NAME);
        if (!Files.isRegularFile(path)) {
            String found = Files.isDirectory(directory)
                    ? "this directory holds no " + NAME
                    : Files.exists(directory) ? "this is no directory" : "there is no such directory";
            throw new KbException(
                    Code.NOT_A_KB,
                    directory.toString(),
                    found + ". Check the path, or build one: osler kb build SOURCES -o DIR");
        }
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new KbFile(path, arena, file);
        } catch (IOException e) {
            arena.close();
            throw new KbException(
                    Code.IO, path.toString(), "the file cannot be read (%s). Check its permissions".formatted(e), e);
        } catch (IndexOutOfBoundsException | ArithmeticException | InternalError e) {
            arena.close();
            throw Header.damaged(path.toString(), "its parts do not fit together");
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    public boolean isOpen() {
        return arena.scope().isAlive();
    }

    public int formatVersion() {
        return Header.VERSION;
    }

    public long bytes() {
        return header.fileBytes();
    }

    /** Distinguishes this build's content from any other's: equal files have equal fingerprints. */
    public long fingerprint() {
        int names = sumOf(Section.NAMES) ^ sumOf(Section.NAME_TEXTS);
        return ((long) sumOf(Section.IDS) << 32) | Integer.toUnsignedLong(names);
    }

    private int sumOf(Section section) {
        return header.sums()[section.number()];
    }

    /** JSON. */
    public String manifest() {
        Table text = table(Section.MANIFEST);
        return text.text(0, text.byteSize());
    }

    public Concepts concepts() {
        return concepts;
    }

    public AlternativeIds alternativeIds() {
        return alternativeIds;
    }

    public Names names() {
        return names;
    }

    public Lexicon lexicon() {
        return lexicon;
    }

    /** Semantic types, sorted. */
    public List<String> types() {
        return types;
    }

    /** Vocabularies, the preferred one first. */
    public List<String> origins() {
        return origins;
    }

    /** Keys by their words in any order. */
    public HashedNodes tokenOrders() {
        return new HashedNodes(table(Section.TOKEN_ORDERS));
    }

    /** Keys by a third of their letters. */
    public HashedNodes segments() {
        return new HashedNodes(table(Section.SEGMENTS));
    }

    /**
     * Reads everything: checksums first, then whether every reference leads to something.
     *
     * @throws KbException {@code DAMAGED} with what is wrong
     */
    public void verify() {
        for (Section section : Section.values()) {
            if (sum(section) != sumOf(section)) {
                throw Header.damaged(path.toString(), "the checksum of section %s differs".formatted(section));
            }
        }
        new References(this).check();
    }

    private int sum(Section section) {
        MemorySegment bytes = slice(section);
        return MappedSum.of(bytes, 0, bytes.byteSize());
    }

    private List<String> texts(Section begins, Section bytes) {
        Table offsets = table(begins);
        Table text = table(bytes);
        List<String> all = new ArrayList<>();
        for (int i = 0; i + 1 < offsets.rows(); i++) {
            all.add(text.text(offsets.u32(i, 0), offsets.u32(i + 1, 0)));
        }
        return List.copyOf(all);
    }

    private Table table(Section section) {
        return new Table(slice(section), section.width(), header.rows()[section.number()]);
    }

    private MemorySegment slice(Section section) {
        return file.asSlice(header.begins()[section.number()], header.bytes(section));
    }

    @Override
    public void close() {
        arena.close();
    }
}
