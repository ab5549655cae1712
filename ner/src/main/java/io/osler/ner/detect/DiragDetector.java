package io.osler.ner.detect;

import io.osler.engine.Engine;
import io.osler.ner.Mention;
import io.osler.ner.prompt.AnswerCounts;
import io.osler.ner.prompt.AnswerGrammar;
import io.osler.ner.prompt.CandidateNotation;
import io.osler.ner.prompt.KnowledgeLines;
import io.osler.ner.prompt.KnowledgeLines.KnownTerm;
import io.osler.ner.prompt.Prompt;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Dictionary-infused retrieval: candidate terms of a sentence are looked up, what the dictionary says stands before the
 * sentence, and the model is asked as without. A sentence of which the dictionary has nothing to say is asked about
 * byte for byte as {@link LlmMentionDetector} does.
 *
 * @see <a href="https://arxiv.org/abs/2404.07376">Monajatipoor et al. 2024</a>
 */
public final class DiragDetector implements AnswerDetector {
    private final LanguageModel model;
    private final LlmMentionDetector extraction;
    private final TermDictionary dictionary;
    private final KnowledgeLines lines;
    private final DiragOptions dirag;
    private final DetectorOptions options;
    private final CandidateNotation notation;
    private final PromptTokens tokens;

    /** @param engine and dictionary stay the caller's to close */
    public DiragDetector(
            Engine engine,
            Task task,
            ExampleSelector selector,
            DetectorOptions options,
            TermDictionary dictionary,
            DiragOptions dirag) {
        this(LanguageModel.of(engine), task, selector, options, dictionary, dirag);
    }

    DiragDetector(
            LanguageModel model,
            Task task,
            ExampleSelector selector,
            DetectorOptions options,
            TermDictionary dictionary,
            DiragOptions dirag) {
        this.model = model;
        this.extraction = new LlmMentionDetector(model, task, selector, options);
        this.dictionary = dictionary;
        this.lines = new KnowledgeLines(task, dirag.definitions(), dirag.linesMax());
        this.dirag = dirag;
        this.options = options;
        this.notation = new CandidateNotation(task);
        this.tokens = new PromptTokens(model, options.chat());
    }

    /** With candidates by the model this waits for them before it returns. */
    @Override
    public List<CompletableFuture<Detection>> detections(List<String> sentences) {
        List<Optional<Detection>> candidates = candidates(sentences);
        List<String> knowledge = IntStream.range(0, sentences.size())
                .mapToObj(i -> lines.block(terms(sentences.get(i), candidates.get(i))))
                .toList();
        List<CompletableFuture<Detection>> found = extraction.detections(sentences, knowledge);
        return IntStream.range(0, sentences.size())
                .mapToObj(i -> found.get(i).thenApply(detection -> with(candidates.get(i), detection)))
                .toList();
    }

    private static Detection with(Optional<Detection> candidates, Detection found) {
        return candidates
                .map(first -> found.after(AnswerCounts.NONE, first.cost()))
                .orElse(found);
    }

    /** What the model might take for mentions; empty where it is not asked, or could not be. */
    private List<Optional<Detection>> candidates(List<String> sentences) {
        if (dirag.candidates() == DiragOptions.Candidates.SCAN) {
            return sentences.stream()
                    .map(sentence -> Optional.<Detection>empty())
                    .toList();
        }
        return Asking.all(
                        model,
                        sentences.size(),
                        i -> question(sentences.get(i)),
                        options.answerTokensMax(),
                        (i, question, answer) -> question.read(answer))
                .stream()
                .map(DiragDetector::settled)
                .toList();
    }

    /** A sentence whose candidates cannot be had fails, if at all, where it is asked about itself. */
    private static Optional<Detection> settled(CompletableFuture<Detection> candidates) {
        try {
            return Optional.of(candidates.join());
        } catch (CompletionException e) {
            return Optional.empty();
        }
    }

    private Question question(String sentence) {
        Prompt prompt = notation.prompt(sentence);
        Optional<AnswerGrammar> grammar = options.grammar()
                ? Optional.of(notation.grammar(model.tokenizer(), sentence, tokens.lead(prompt)))
                : Optional.empty();
        return new Question(tokens.of(prompt), grammar, answer -> notation.decode(answer, sentence), notation.stops());
    }

    private List<KnownTerm> terms(String sentence, Optional<Detection> candidates) {
        Stream<KnownTerm> named = candidates.stream()
                .flatMap(detection -> detection.mentions().stream())
                .map(mention -> known(sentence, mention));
        Stream<KnownTerm> scanned = dirag.candidates() == DiragOptions.Candidates.MODEL
                ? Stream.of()
                : dictionary.scan(sentence).stream()
                        .map(match -> new KnownTerm(match.span().in(sentence), match.meanings()));
        return new ArrayList<>(Stream.concat(named, scanned).toList());
    }

    private KnownTerm known(String sentence, Mention mention) {
        String term = mention.span().in(sentence);
        return new KnownTerm(term, dictionary.lookUp(term));
    }
}
