package io.osler.ner.detect;

import io.osler.engine.Engine;
import io.osler.engine.Generation;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.prompt.AnswerCounts;
import io.osler.ner.prompt.AnswerEvent;
import io.osler.ner.prompt.AnswerGrammar;
import io.osler.ner.prompt.KnowledgeLines;
import io.osler.ner.prompt.KnowledgeLines.KnownTerm;
import io.osler.ner.prompt.Prompt;
import io.osler.ner.prompt.RevisionNotation;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Extract, then revise: another detector answers first; what it found, and what the dictionary finds beside it, is looked
 * up, and the model is shown its answer with those facts and asked for it again. Facts then speak of single items, so a
 * bad one can remove or add an item but not bend the whole answer. Where the dictionary has nothing to say, the first
 * answer stands, without a second call; so it does, counted, where the revision cannot be read to its end.
 *
 * @see <a href="https://arxiv.org/abs/2404.00152">Munnangi et al. 2024</a>
 */
public final class RevisingDetector implements AnswerDetector {
    private final LanguageModel model;
    private final AnswerDetector first;
    private final TermDictionary dictionary;
    private final KnowledgeLines lines;
    private final DetectorOptions options;
    private final RevisionNotation notation;
    private final PromptTokens tokens;

    /**
     * @param engine  and dictionary stay the caller's to close
     * @param first   answers first
     * @param options of the revision; it is in JSON whatever they say
     */
    public RevisingDetector(
            Engine engine,
            Task task,
            AnswerDetector first,
            DetectorOptions options,
            TermDictionary dictionary,
            DiragOptions dirag) {
        this(LanguageModel.of(engine), task, first, options, dictionary, dirag);
    }

    RevisingDetector(
            LanguageModel model,
            Task task,
            AnswerDetector first,
            DetectorOptions options,
            TermDictionary dictionary,
            DiragOptions dirag) {
        this.model = model;
        this.first = first;
        this.dictionary = dictionary;
        this.lines = new KnowledgeLines(task, dirag.definitions(), dirag.linesMax());
        this.options = options;
        this.notation = new RevisionNotation(task);
        this.tokens = new PromptTokens(model, options.chat());
    }

    /** A sentence, its first answer and what the dictionary says. */
    private record Draft(int place, AnnotatedText text, Detection detection, String knowledge, String missed) {}

    /** Waits for the first answers before it returns. */
    @Override
    public List<CompletableFuture<Detection>> detections(List<String> sentences) {
        List<CompletableFuture<Detection>> answers = new ArrayList<>(first.detections(sentences));
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            draft(i, sentences.get(i), answers.get(i)).ifPresent(drafts::add);
        }
        List<CompletableFuture<Detection>> revised = Asking.all(
                model,
                drafts.size(),
                i -> question(drafts.get(i)),
                options.answerTokensMax(),
                (i, question, answer) -> read(drafts.get(i), question, answer));
        for (int i = 0; i < drafts.size(); i++) {
            answers.set(drafts.get(i).place(), revised.get(i));
        }
        return answers;
    }

    /** Empty where there is nothing to revise by. */
    private Optional<Draft> draft(int place, String sentence, CompletableFuture<Detection> answer) {
        Detection detection;
        try {
            detection = answer.join();
        } catch (CompletionException e) {
            return Optional.empty(); // the future says so itself
        }
        List<Mention> mentions = detection.mentions();
        String knowledge = lines.block(mentions.stream()
                .map(mention -> mention.span().in(sentence))
                .map(term -> new KnownTerm(term, dictionary.lookUp(term)))
                .toList());
        String missed = lines.missed(dictionary.scan(sentence).stream()
                .filter(match ->
                        mentions.stream().noneMatch(mention -> mention.span().overlaps(match.span())))
                .map(match -> new KnownTerm(match.span().in(sentence), match.meanings()))
                .toList());
        return knowledge.isEmpty() && missed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Draft(place, new AnnotatedText(sentence, mentions), detection, knowledge, missed));
    }

    private Question question(Draft draft) {
        String sentence = draft.text().text();
        Prompt prompt = notation.prompt(draft.text(), draft.knowledge(), draft.missed());
        Optional<AnswerGrammar> grammar = options.grammar()
                ? Optional.of(notation.grammar(model.tokenizer(), sentence, tokens.lead(prompt)))
                : Optional.empty();
        return new Question(tokens.of(prompt), grammar, answer -> notation.decode(answer, sentence), notation.stops());
    }

    private Detection read(Draft draft, Question question, Generation answer) {
        Detection revision = question.read(answer);
        AnswerCounts counts = draft.detection().counts().plus(revision.counts());
        Detection.Cost cost = draft.detection().cost().plus(revision.cost());
        boolean whole = revision.counts().of(AnswerEvent.UNPARSEABLE) == 0
                && revision.counts().of(AnswerEvent.CUT_SHORT) == 0;
        return whole
                ? new Detection(options.boundary().apply(draft.text().text(), revision.mentions()), counts, cost)
                : new Detection(draft.detection().mentions(), counts.plus(AnswerEvent.REVISION_UNPARSEABLE), cost);
    }
}
