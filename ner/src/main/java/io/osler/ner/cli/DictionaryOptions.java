package io.osler.ner.cli;

import io.osler.ner.detect.LabelTypes;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The knowledge base of a run that annotates, and what is asked of it. Filled by picocli. */
final class DictionaryOptions {
    @Mixin
    private KbOption kb;

    @Option(
            names = "--types",
            paramLabel = "LABEL=TYPE,...",
            description = "Which semantic types of the knowledge base stand for a label, such as disease=T047,T191, or"
                    + " disease=* for all its concepts; may be given again.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--dense",
            description = "With --link: also compare by the vectors that 'kb build --embed' made; loads their encoder.")
    private boolean dense;

    /** Whether links ask vectors too. */
    boolean dense() {
        return dense;
    }

    KbOption kb() {
        return kb;
    }

    /** @throws UsageException when a label is not the task's, or a word is not LABEL=TYPE,... */
    LabelTypes labelTypes(Task task) {
        return UsageException.when(() -> {
            LabelTypes labels = LabelTypes.of(task);
            for (String each : types) {
                int equals = each.indexOf('=');
                if (equals < 1 || equals == each.length() - 1) {
                    throw new IllegalArgumentException(
                            "--types is '%s', expected LABEL=TYPE,... such as disease=T047,T191".formatted(each));
                }
                Set<String> only = Set.copyOf(List.of(each.substring(equals + 1).split(",")));
                labels = labels.with(each.substring(0, equals), only);
            }
            return labels;
        });
    }
}
