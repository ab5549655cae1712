package io.osler.ner.cli;

import io.osler.kb.KnowledgeBase;
import io.osler.ner.NerOptions;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.evidence.EvidenceChoice;
import io.osler.ner.evidence.EvidenceFile;
import io.osler.ner.evidence.EvidenceNames;
import io.osler.ner.evidence.PromptSettings;
import io.osler.ner.task.Task;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** Whether scored spans are judged by fitted evidence, too. Filled by picocli. */
final class EvidenceOption {
    @Option(
            names = "--evidence",
            paramLabel = "FILE",
            description =
                    "With --decoding spans: evidence of 'osler fit-spans' judges spans beside the model. The model"
                            + " is asked as when that was fitted, and --threshold is the fitted one, unless you say otherwise.")
    private Path file;

    @Option(
            names = "--evidence-kb",
            paramLabel = "DIR",
            description = "With --evidence: the knowledge base whose names it was fitted with.")
    private String kb;

    boolean given() {
        return file != null;
    }

    /** How the model was asked when the evidence was fitted. */
    PromptSettings prompt() {
        return EvidenceFile.info(file).prompt();
    }

    /** @param threshold instead of the fitted one */
    Opened open(Task task, OptionalDouble threshold) {
        if (!given()) {
            return new Opened(Optional.empty(), Optional.empty());
        }
        Optional<KnowledgeBase> names = Optional.ofNullable(kb).map(KbOption::named);
        Optional<EvidenceNames> asked = names.map(opened -> EvidenceNames.of(opened, LabelTypes.of(task)));
        return new Opened(Optional.of(new EvidenceChoice(file, asked, threshold)), names);
    }

    /**
     * Evidence with what it needs, open.
     *
     * @param choice empty when none is asked for
     * @param names  closed with this
     */
    record Opened(Optional<EvidenceChoice> choice, Optional<KnowledgeBase> names) implements AutoCloseable {
        NerOptions in(NerOptions options) {
            return choice.map(options::withEvidence).orElse(options);
        }

        @Override
        public void close() {
            names.ifPresent(KnowledgeBase::close);
        }
    }
}
