package io.osler.ner.eval;

import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.text.Flattened;
import io.osler.ner.text.Sentence;
import io.osler.ner.text.SentenceSplitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Annotated notes cut into annotated sentences, as the models read them. */
public final class NoteSentences {
    private static final String INVENTED = "/io/osler/ner/eval/invented";

    private NoteSentences() {}

    /** The sentences of a note that are no headings, each on one line, with their mentions. */
    public static List<AnnotatedText> of(AnnotatedText note) {
        List<AnnotatedText> sentences = new ArrayList<>();
        for (Sentence sentence : new SentenceSplitter().split(note.text())) {
            if (!sentence.heading()) {
                sentences.add(sentence(note, sentence.span()));
            }
        }
        return sentences;
    }

    /** The sentences of the built-in notes, all invented and annotated for this project. */
    public static List<AnnotatedText> invented() {
        try {
            URI uri = NoteSentences.class.getResource(INVENTED).toURI();
            return uri.getScheme().equals("jar") ? inJar(uri) : inDirectory(Path.of(uri));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<AnnotatedText> inJar(URI uri) throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
            return inDirectory(jar.getPath(INVENTED));
        }
    }

    private static List<AnnotatedText> inDirectory(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .flatMap(file -> of(note(file)).stream())
                    .toList();
        }
    }

    private static AnnotatedText note(Path text) {
        Path annotations = text.resolveSibling(text.getFileName().toString().replace(".txt", ".ann"));
        return Corpora.readBrat(text, annotations, ReadOptions.FOR_TASKS)
                .documents()
                .getFirst()
                .annotatedText();
    }

    private static AnnotatedText sentence(AnnotatedText note, TextSpan span) {
        Flattened flat = Flattened.of(note.text(), span);
        List<Mention> mentions = note.mentions().stream()
                .filter(mention ->
                        mention.span().begin() >= span.begin() && mention.span().end() <= span.end())
                .map(mention -> new Mention(flat.inFlat(mention.span()), mention.type(), mention.confidence()))
                .toList();
        return new AnnotatedText(flat.text(), mentions);
    }
}
