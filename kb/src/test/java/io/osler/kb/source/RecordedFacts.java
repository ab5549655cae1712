package io.osler.kb.source;

import io.osler.kb.NameKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** What a source told, as short lines in their order, and the files it is told from. */
final class RecordedFacts implements FactSink {
    private final List<String> lines = new ArrayList<>();
    private SourceReport report;

    static RecordedFacts of(TermSource source) {
        RecordedFacts facts = new RecordedFacts();
        facts.report = source.read(facts);
        return facts;
    }

    static Path file(Path directory, String name, String text) {
        return file(directory, name, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path file(Path directory, String name, byte[] bytes) {
        try {
            return Files.write(directory.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path gz(Path directory, String name, byte[]... parts) {
        Path path = directory.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            for (byte[] part : parts) {
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return path;
    }

    List<String> lines() {
        return lines;
    }

    SourceReport report() {
        return report;
    }

    @Override
    public void name(String id, String text, NameKind kind, String origin) {
        lines.add(id + " " + kind + " " + text + " (" + origin + ")");
    }

    @Override
    public void type(String id, String type) {
        lines.add(id + " is " + type);
    }

    @Override
    public void definition(String id, String text) {
        lines.add(id + " means " + text);
    }

    @Override
    public void parent(String id, String parent) {
        lines.add(id + " under " + parent);
    }

    @Override
    public void alternative(String id, String alternative) {
        lines.add(id + " also " + alternative);
    }
}
