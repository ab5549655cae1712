package io.osler.ner.head;

import io.osler.engine.tagger.TaggerNetwork;
import io.osler.engine.tagger.TaggerRows;
import io.osler.engine.tagger.TaggerSizes;
import io.osler.engine.tagger.TaggerTrainer;
import io.osler.engine.tagger.TaggerTraining;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.corpus.RandomDraw;
import io.osler.ner.detect.MentionDetector;
import io.osler.ner.head.Calibration.Judged;
import io.osler.ner.head.FittedHead.Candidate;
import io.osler.ner.score.SeenMentions;
import io.osler.ner.score.SpanScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Fits a head to sentences that have been read. Documents are dealt into ten folds; each network holds another one out,
 * which ends its training and judges it. So every sentence teaches most networks, none is judged by one that has seen it, and
 * evidence of a training sentence always comes from other documents than its own.
 */
final class HeadFitter {
    /** With fewer sentences folds would be empty of mentions. */
    static final int SENTENCES_LEAST = 10;

    /** Evidence of a training sentence comes from nine tenths of the others: nearly as much as there is in use. */
    private static final int EVIDENCE_FOLDS = 10;

    /** Each network learns from nine tenths: of a hundred sentences none is there to waste. */
    private static final int FOLDS_LEAST = 10;

    /** A network that has taken fewer steps has not learnt what there is to learn. */
    private static final int STEPS_LEAST = 700;

    /** So often are few sentences seen, and no oftener. */
    private static final int EPOCHS_MOST = 60;

    /** With fewer mentions held out, their F1 is noise, and a network learns to the end of its epochs. */
    private static final int MENTIONS_TO_STOP_BY = 100;

    private final TagSet tags;
    private final HeadOptions options;
    private final TaggerTrainer trainer;
    private final Optional<MentionDetector> names;
    private final Consumer<String> progress;

    /**
     * @param names    a dictionary's names, with types that are labels
     * @param progress told what is done, a line at a time
     */
    HeadFitter(
            TagSet tags,
            HeadOptions options,
            TaggerTrainer trainer,
            Optional<MentionDetector> names,
            Consumer<String> progress) {
        this.tags = tags;
        this.options = options;
        this.trainer = trainer;
        this.names = names;
        this.progress = progress;
    }

    /** A head, and how it did on what was held out. */
    record Fit(FittedHead head, HeadScores scores) {}

    /**
     * @param info of the head to be, without scores
     * @param dev  sentences to judge by, of other documents; empty to judge by the folds held out
     */
    Fit fit(HeadInfo info, List<ReadSentence> train, List<ReadSentence> dev) {
        Fit fit = fitOnce(info, train, dev);
        List<HeadScores.CurvePoint> curve = new ArrayList<>();
        for (int count : options.curve()) {
            if (count < train.size()) {
                progress.accept("learning curve: %,d sentences".formatted(count));
                HeadScores scores = fitOnce(
                                info,
                                RandomDraw.of(train, count, options.training().seed()),
                                dev)
                        .scores;
                curve.add(new HeadScores.CurvePoint(count, scores.strict().f1()));
            }
        }
        curve.add(new HeadScores.CurvePoint(train.size(), fit.scores.strict().f1()));
        HeadScores scores = fit.scores.withCurve(curve);
        return new Fit(fit.head.with(info.with(scores), fit.head.calibration()), scores);
    }

    private Fit fitOnce(HeadInfo info, List<ReadSentence> train, List<ReadSentence> dev) {
        Folds folds = Folds.deal(
                gold(train),
                Math.max(options.seeds(), FOLDS_LEAST),
                options.training().seed());
        List<TaggerNetwork> networks = new ArrayList<>();
        Judgement judgement = new Judgement();
        for (int network = 0; network < options.seeds(); network++) {
            int held = network % folds.count();
            FittedHead alone = train(info, train, folds, held, network);
            networks.addAll(alone.networks());
            SpanScores scores = SpanScores.NONE;
            SeenMentions seen = SeenMentions.of(texts(IntStream.range(0, train.size())
                    .filter(i -> folds.of()[i] != held)
                    .mapToObj(train::get)
                    .toList()));
            for (int i = 0; i < train.size(); i++) {
                if (folds.of()[i] == held) {
                    scores = scores.plus(judgement.judge(alone, train.get(i), seen));
                }
            }
            progress.accept("network %d of %d: F1 %.3f on its fold held out"
                    .formatted(network + 1, options.seeds(), scores.f1()));
        }
        Optional<Evidence> evidence = evidence(texts(train));
        FittedHead head = new FittedHead(info, networks, chain(train), evidence, Calibration.NONE);
        String of = "documents held out of training";
        if (!dev.isEmpty()) {
            judgement = new Judgement();
            SeenMentions seen = SeenMentions.of(texts(train));
            for (ReadSentence sentence : dev) {
                judgement.judge(head, sentence, seen);
            }
            of = "development corpus";
        }
        return new Fit(head.with(info, Calibration.fitted(judgement.judged)), judgement.scores(of));
    }

    private FittedHead train(HeadInfo info, List<ReadSentence> train, Folds folds, int held, int number) {
        List<ReadSentence> learnt = new ArrayList<>();
        List<ReadSentence> heldOut = new ArrayList<>();
        for (int i = 0; i < train.size(); i++) {
            (folds.of()[i] == held ? heldOut : learnt).add(train.get(i));
        }
        TagChain chain = chain(learnt);
        Optional<Evidence> evidence = evidence(texts(learnt));
        int mentions = heldOut.stream()
                .mapToInt(sentence -> sentence.gold().gold().mentions().size())
                .sum();
        AtomicInteger epoch = new AtomicInteger();
        TaggerNetwork network = trainer.train(
                info.sizes(),
                sequences(learnt),
                training(learnt.size()).withSeed(options.training().seed() + number),
                now -> mentions < MENTIONS_TO_STOP_BY
                        ? epoch.incrementAndGet()
                        : f1(new FittedHead(info, List.of(now), chain, evidence, Calibration.NONE), heldOut));
        return new FittedHead(info, List.of(network), chain, evidence, Calibration.NONE);
    }

    /** Few sentences are seen more often. */
    private TaggerTraining training(int sentences) {
        int batch = options.training().batch();
        int stepsOfEpoch = (sentences + batch - 1) / batch;
        int enough = Math.min(EPOCHS_MOST, (STEPS_LEAST + stepsOfEpoch - 1) / stepsOfEpoch);
        return options.training().withEpochs(Math.max(options.training().epochs(), enough));
    }

    /** What a network learns from; a sentence's evidence comes from other documents. */
    private List<TaggerRows.Labelled> sequences(List<ReadSentence> learnt) {
        Folds folds =
                Folds.deal(gold(learnt), EVIDENCE_FOLDS, options.training().seed());
        List<Optional<Evidence>> ofOthers = IntStream.range(0, folds.count())
                .mapToObj(fold -> evidence(IntStream.range(0, learnt.size())
                        .filter(i -> folds.of()[i] != fold)
                        .mapToObj(i -> learnt.get(i).gold().gold())
                        .toList()))
                .toList();
        return IntStream.range(0, learnt.size())
                .mapToObj(i -> new TaggerRows.Labelled(
                        rows(learnt.get(i), ofOthers.get(folds.of()[i])),
                        learnt.get(i).tags()))
                .toList();
    }

    private static TaggerRows rows(ReadSentence sentence, Optional<Evidence> evidence) {
        int words = sentence.tags().length;
        return new TaggerRows(
                sentence.states().states(),
                evidence.map(it ->
                                it.features(sentence.text(), sentence.states().words()))
                        .orElseGet(() -> new float[words][0]));
    }

    private Optional<Evidence> evidence(List<AnnotatedText> sentences) {
        return options.evidence() || names.isPresent()
                ? Optional.of(Evidence.of(tags, options.evidence() ? sentences : List.of(), names))
                : Optional.empty();
    }

    private TagChain chain(List<ReadSentence> sentences) {
        return TagChain.counted(tags, sentences.stream().map(ReadSentence::tags).toList(), options.chainWeight());
    }

    private static List<GoldSentence> gold(List<ReadSentence> sentences) {
        return sentences.stream().map(ReadSentence::gold).toList();
    }

    private static List<AnnotatedText> texts(List<ReadSentence> sentences) {
        return sentences.stream().map(sentence -> sentence.gold().gold()).toList();
    }

    private static double f1(FittedHead head, List<ReadSentence> sentences) {
        SpanScores scores = sentences.parallelStream()
                .map(sentence -> SpanScores.strict(
                        sentence.gold().gold().mentions(), head.mentions(sentence.text(), sentence.states())))
                .reduce(SpanScores.NONE, SpanScores::plus);
        return scores.f1();
    }

    /** Gathers what heads found in sentences they were not fitted to. */
    private static final class Judgement {
        private final List<Judged> judged = new ArrayList<>();
        private final List<Judged> found = new ArrayList<>();
        private SpanScores strict = SpanScores.NONE;
        private int sentences;
        private int unseenGold;
        private int unseenFound;

        SpanScores judge(FittedHead head, ReadSentence sentence, SeenMentions seen) {
            List<Mention> gold = sentence.gold().gold().mentions();
            List<Mention> best = new ArrayList<>();
            for (Candidate candidate : head.candidates(sentence.text(), sentence.states())) {
                boolean right = gold.stream()
                        .anyMatch(mention -> mention.span().equals(candidate.span())
                                && mention.type().equals(candidate.type()));
                Judged one =
                        new Judged(candidate.logOdds(), right, sentence.gold().document());
                judged.add(one);
                if (candidate.best()) {
                    found.add(one);
                    best.add(new Mention(candidate.span(), candidate.type(), 1));
                }
            }
            SpanScores scores = SpanScores.strict(gold, best);
            strict = strict.plus(scores);
            sentences++;
            for (Mention mention : gold) {
                if (!seen.has(sentence.text(), mention)) {
                    unseenGold++;
                    unseenFound += best.contains(mention) ? 1 : 0;
                }
            }
            return scores;
        }

        HeadScores scores(String of) {
            return new HeadScores(
                    of, sentences, strict, unseenGold, unseenFound, Calibration.crossed(found), List.of());
        }
    }

    /** What each network takes in and tells. */
    static TaggerSizes sizes(HeadOptions options, TagSet tags, int states, boolean asksNames) {
        int extras = options.evidence() || asksNames ? Evidence.width(tags, asksNames) : 0;
        return new TaggerSizes(states, extras, options.projected(), options.window(), options.hidden(), tags.size());
    }
}
