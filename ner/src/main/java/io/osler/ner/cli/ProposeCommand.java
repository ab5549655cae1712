package io.osler.ner.cli;

import io.osler.ner.ClinicalNote;
import io.osler.ner.NerException;
import io.osler.ner.NerOptions;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.corpus.GoldSentences;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.export.RunInfo;
import io.osler.ner.propose.PlacedSentence;
import io.osler.ner.propose.Proposal;
import io.osler.ner.propose.ProposalFiles;
import io.osler.ner.propose.UsefulSentences;
import io.osler.ner.task.Task;
import io.osler.ner.text.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code osler propose}: unlabelled notes in, the sentences worth annotating out, with mentions proposed. */
@Command(
        name = "propose",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        sortOptions = false,
        description = {"Chooses the most useful sentences of unlabelled notes, and proposes their mentions.", ""},
        footer = {
            "",
            "Examples:",
            "  osler propose notes/ --task disease --count 50 -o out/first",
            "  osler fit --task disease --train corrected.json -o disease.head",
            "  osler propose notes/ --head disease.head --annotated corrected.json -o out/next",
            "  osler fit --task disease --train corrected.json next.json -o disease.head",
            "",
            "Import label-studio.json into a Label Studio project with the labelling configuration",
            "label-studio.xml, correct, and export as JSON: fit reads that. With --format brat",
            "correct the files where they are: fit reads the directory. Without --head or",
            "--model mentions are names of a knowledge base."
        })
final class ProposeCommand implements Callable<Integer> {
    /** Fewer words hold too little to learn from, and more nobody corrects. */
    private static final int WORDS_LEAST = 3;

    private static final int WORDS_MOST = 150;

    private static final long TELL_EVERY_NANOS = 2_000_000_000L;

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "NOTE",
            arity = "1..*",
            description =
                    "Files, directories (their *.txt at any depth, hidden ones left out), or - for standard input.")
    private List<String> arguments;

    @Mixin
    private ProposeOptions options;

    private int failures;
    private long told;

    ProposeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Task task = options.task();
        options.count();
        options.format();
        options.uncertainty();
        options.diversity();
        options.heads().confidenceMin();
        options.dictionary().labelTypes(task);
        task.defaults().kb().ifPresent(kb -> options.dictionary().kb().otherwise(Path.of(kb)));
        requireFree(options.out());
        List<String> known = known();
        OutputPlace.prepare(options.out());
        List<Proposer.Part> notes = notes();
        int sentences = notes.stream().mapToInt(part -> part.sentences().size()).sum();
        if (sentences == 0) {
            surroundings.err().println("no note holds a sentence of %d words or more".formatted(WORDS_LEAST));
            return ExitCodes.INPUTS_FAILED;
        }
        try (Proposer proposer = open(task)) {
            List<Proposal> all = proposer.propose(notes, done -> tell(done, sentences));
            List<Proposal> chosen = chosen(all, known);
            RunInfo info = new RunInfo(
                    OslerVersion.text(),
                    proposer.modelName(),
                    proposer.weightForm(),
                    task.name(),
                    task.labelNames(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS));
            ProposalFiles.write(options.out(), chosen, options.format(), info);
            sumUp(chosen, all.size(), notes.size(), proposer);
        }
        return failures == 0 ? ExitCodes.DONE : ExitCodes.INPUTS_FAILED;
    }

    private void requireFree(Path out) {
        Path index = out.resolve(ProposalFiles.INDEX);
        if (!options.force() && Files.exists(index)) {
            throw new UsageException(
                    "%s is there from an earlier run, and what lies beside it may be corrected by now; --force replaces it, or choose another --out"
                            .formatted(index));
        }
    }

    private List<String> known() {
        List<String> known = new ArrayList<>();
        for (Path corpus : options.annotated()) {
            GoldSentences.read(Corpora.split(corpus, "train"), ReadOptions.FOR_TASKS.tolerating()).sentences().stream()
                    .map(GoldSentence::text)
                    .forEach(known::add);
        }
        return known;
    }

    /** In an order drawn by the seed, so that the first ones stand for all. */
    private List<Proposer.Part> notes() {
        NoteInputs inputs = NoteInputs.find(arguments, surroundings.in(), options.out());
        inputs.failures().forEach(this::failed);
        List<NoteInput> order = new ArrayList<>(inputs.notes());
        if (options.read() > 0) {
            Collections.shuffle(order, new Random(options.seed()));
        }
        List<Proposer.Part> parts = new ArrayList<>();
        int sentences = 0;
        for (NoteInput input : order) {
            if (options.read() > 0 && sentences >= options.read()) {
                break;
            }
            try {
                ClinicalNote note = input.read();
                List<PlacedSentence> own = PlacedSentence.of(note).stream()
                        .filter(ProposeCommand::isWorthReading)
                        .toList();
                sentences += own.size();
                parts.add(new Proposer.Part(note, own));
            } catch (NerException e) {
                failed(e);
            }
        }
        return parts;
    }

    private void failed(NerException failure) {
        failures++;
        surroundings.err().println("failed: " + failure.getMessage());
    }

    private static boolean isWorthReading(PlacedSentence sentence) {
        long words = Words.of(sentence.text()).stream()
                .filter(span -> Words.isWord(span.in(sentence.text())))
                .count();
        return words >= WORDS_LEAST && words <= WORDS_MOST;
    }

    private Proposer open(Task task) {
        ModelChooser chooser = new ModelChooser(surroundings.store().get(), surroundings);
        if (options.heads().given()) {
            return HeadProposer.open(
                    ReaderChooser.of(surroundings).open(options.heads().models(options.model()), options.engine()),
                    options,
                    task);
        }
        if (options.model().isPresent()) {
            ChosenModel model = chooser.named(options.model().get());
            surroundings.err().printf("opening %s%n", model.id());
            return prompt(model, task);
        }
        return new AnnotatorProposer(
                DictionaryAnnotator.open(
                        options.dictionary().kb().open(), options.dictionary().labelTypes(task), Optional.empty()),
                OpenedParts.NONE,
                false);
    }

    private Proposer prompt(ChosenModel model, Task task) {
        NerOptions asked = options.prompt();
        OpenedParts parts =
                OpenedParts.open(asked.selection(task), options.dictionary().kb(), surroundings);
        try {
            NoteAnnotator annotator = surroundings.annotators().open(model, task, asked.withParts(parts.parts()));
            return new AnnotatorProposer(annotator, parts, true);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private List<Proposal> chosen(List<Proposal> all, List<String> known) {
        UsefulSentences sentences = new UsefulSentences(
                all.stream().map(proposal -> proposal.sentence().text()).toList(), options.seed());
        boolean doubted =
                all.stream().allMatch(proposal -> proposal.uncertainty().isPresent());
        double[] useful = doubted
                ? all.stream()
                        .mapToDouble(proposal -> proposal.uncertainty().orElseThrow())
                        .toArray()
                : sentences.typical(place -> !all.get(place).mentions().isEmpty());
        return sentences.choose(useful, known, options.count(), options.diversity()).stream()
                .map(all::get)
                .toList();
    }

    private void tell(int done, int sentences) {
        long now = System.nanoTime();
        if (done >= sentences || now - told > TELL_EVERY_NANOS) {
            told = now;
            surroundings.err().printf("read %,d of %,d sentences%n", done, sentences);
        }
    }

    private void sumUp(List<Proposal> chosen, int sentences, int notes, Proposer proposer) {
        int mentions =
                chosen.stream().mapToInt(proposal -> proposal.mentions().size()).sum();
        surroundings
                .out()
                .printf(
                        "%,d of %,d sentences of %s in %s; %s proposed by %s%n",
                        chosen.size(),
                        sentences,
                        Sizes.count(notes, "note"),
                        options.out(),
                        Sizes.count(mentions, "mention"),
                        proposer.modelName());
        surroundings.out().println(proposer.doubts());
        if (chosen.size() < options.count()) {
            surroundings.out().println("there are no more that do not repeat these or what is annotated");
        }
    }
}
