package io.osler.ner.evidence;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.head.HeadModel;
import io.osler.ner.select.ExamplePool;
import io.osler.ner.task.Label;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.List;

/** Invented sentences and what evidence of them goes with. */
final class EvidenceFixture {
    static final List<String> LABELS = List.of("disease");
    static final PromptSettings PROMPT = new PromptSettings("spread,k=4", "default", false, 1, "p");
    static final HeadModel MODEL = new HeadModel("toy", "files", "F32", "tokens");
    static final Task TASK = new Task("disease", "clinical", List.of(new Label("disease", "disease", "")), List.of());

    private EvidenceFixture() {}

    /** A sentence with one word annotated, wherever it stands first; no word for none. */
    static AnnotatedText sentence(String text, String... annotated) {
        List<Mention> mentions = new ArrayList<>();
        for (String name : annotated) {
            int at = text.indexOf(name);
            mentions.add(Mention.gold(at, at + name.length(), "disease"));
        }
        return new AnnotatedText(text, mentions);
    }

    /**
     * Documents of three sentences. Gout and mumps are annotated, water and sleep never; a mention that stands in one
     * document alone has an x in it.
     */
    static ExamplePool pool(int documents) {
        List<AnnotatedText> sentences = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            String rare = "x" + Integer.toString(i, 36) + "osis";
            sentences.add(sentence("day %d of gout and water".formatted(i), "gout"));
            sentences.add(sentence("day %d of mumps without sleep".formatted(i), "mumps"));
            sentences.add(sentence("day %d of %s at last".formatted(i, rare), rare));
            for (int j = 0; j < 3; j++) {
                names.add("note " + i);
            }
        }
        return new ExamplePool(sentences, names);
    }

    static EvidenceInfo info() {
        return new EvidenceInfo(
                EvidenceInfo.FORMAT, MODEL, TASK.name(), HeadModel.hash(TASK), LABELS, PROMPT, "", "", null);
    }
}
