package io.osler.bench.speed;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.engine.Generation;
import io.osler.engine.GenerationRequest;
import io.osler.engine.WeightForm;
import io.osler.engine.arch.Architecture;
import io.osler.engine.plan.Logits;
import io.osler.engine.plan.StepInput;
import io.osler.engine.torch.TorchDecoder;
import io.osler.models.ModelDirectory;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import io.osler.ner.AnnotatedText;
import io.osler.ner.ClinicalNer;
import io.osler.ner.ClinicalNote;
import io.osler.ner.NerOptions;
import io.osler.ner.eval.NoteSentences;
import io.osler.ner.task.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job's figures for one model: opening, reading, writing, annotating, memory, agreement with the reference. */
final class MainBars {
    private static final int PREFILL_TOKENS = 512;
    private static final int DECODE_TOKENS = 48;
    private static final int ROUNDS = 3;
    private static final int SENTENCES = 40;
    private static final double OPEN_SECONDS_MAX = 2;
    private static final double FIRST_SENTENCE_SECONDS_MAX = 4;
    private static final double LOGIT_DIFFERENCE_MAX = 1e-3;

    private final String model;
    private final Path golden;
    private final Path path;

    MainBars(String model, Path golden) {
        this.model = model;
        this.golden = golden;
        this.path = ModelStore.open().pull(model, PullProgress.SILENT).directory();
    }

    void measure(Consumer<Bar> bars) {
        boolean small = model.startsWith("smollm2");
        long begin = System.nanoTime();
        try (ClinicalNer ner = ClinicalNer.open(path, Tasks.find("clinical"), NerOptions.DEFAULTS)) {
            double open = seconds(begin);
            ner.annotate(new ClinicalNote(
                    "first", NoteSentences.invented().getFirst().text()));
            double first = seconds(begin);
            bars.accept(
                    small
                            ? Bar.atMost(named("open engine, first in this JVM"), open, "s", OPEN_SECONDS_MAX)
                            : Bar.report(named("open engine, first in this JVM"), open, "s"));
            bars.accept(
                    small
                            ? Bar.atMost(named("first sentence annotated"), first, "s", FIRST_SENTENCE_SECONDS_MAX)
                            : Bar.report(named("first sentence annotated"), first, "s"));
            bars.accept(Bar.report(named("annotate, 16 fixed examples"), sentencesPerSecond(ner), "sentences/s"));
        }
        for (WeightForm form : WeightForm.values()) {
            if (form != WeightForm.AUTO) {
                speed(form, bars);
            }
        }
        bars.accept(
                Bar.report(named("peak resident memory of this process"), MachineFacts.residentBytesMax() / 1e9, "GB"));
        if (small) {
            bars.accept(Bar.atMost(
                    named("largest logit difference to the reference, f32"),
                    logitDifference(),
                    "",
                    LOGIT_DIFFERENCE_MAX));
        }
    }

    private static double sentencesPerSecond(ClinicalNer ner) {
        List<AnnotatedText> sentences = NoteSentences.invented();
        String note =
                sentences.stream().limit(SENTENCES).map(AnnotatedText::text).collect(Collectors.joining("\n\n"));
        ClinicalNote all = new ClinicalNote("sample", note);
        long begin = System.nanoTime();
        int read = ner.annotate(all).sentences();
        return read / seconds(begin);
    }

    /** Medians of prompts that share nothing, each read and continued greedily. */
    private void speed(WeightForm form, Consumer<Bar> bars) {
        // One token a step: drafts would find this prompt's repetitions.
        EngineOptions options = EngineOptions.DEFAULTS
                .withWeightForm(form)
                .withDevice(ComputeDevice.CPU)
                .withDraftTokensMax(1);
        double[] prefill = new double[ROUNDS];
        double[] decode = new double[ROUNDS];
        try (Engine engine = Engine.open(path, options)) {
            for (int round = 0; round < ROUNDS; round++) {
                int[] prompt = Arrays.copyOf(
                        engine.prompt(round + " word and another".repeat(PREFILL_TOKENS)), PREFILL_TOKENS);
                Generation made = engine.generate(GenerationRequest.of(prompt).withTokensMax(DECODE_TOKENS));
                prefill[round] = prompt.length / (made.usage().prefillNanos() / 1e9);
                decode[round] = (made.tokens().size() - 1) / (made.usage().decodeNanos() / 1e9);
            }
        }
        bars.accept(Bar.report(named("prefill of 512, " + form), median(prefill), "tok/s"));
        bars.accept(Bar.report(named("decode B=1 after 512, " + form), median(decode), "tok/s"));
    }

    private double logitDifference() {
        EngineOptions options =
                EngineOptions.DEFAULTS.withWeightForm(WeightForm.F32).withDevice(ComputeDevice.CPU);
        try (ModelDirectory directory = ModelDirectory.open(path);
                TorchDecoder decoder =
                        TorchDecoder.load(Architecture.of(directory.config()), directory.weights(), options, 512, 512)) {
            JsonNode prompts = JsonMapper.shared()
                    .readTree(Files.readString(golden.resolve("prompts.json")))
                    .get("prompts");
            double largest = 0;
            for (int i = 0; i < prompts.size(); i++) {
                int[] ids = prompts.get(i)
                        .get("ids")
                        .valueStream()
                        .mapToInt(JsonNode::asInt)
                        .toArray();
                Logits logits = decoder.step(StepInput.ofSequence(
                                ids,
                                0,
                                new int[] {ids.length - 1},
                                directory.config().shape().layers()))
                        .whole();
                largest = Math.max(largest, difference(logits, golden.resolve("logits-" + i + ".f32")));
            }
            return largest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double difference(Logits logits, Path file) throws IOException {
        ByteBuffer reference = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        double largest = 0;
        for (int id = 0; id < logits.width(); id++) {
            largest = Math.max(largest, Math.abs(logits.at(0, id) - reference.getFloat(id * Float.BYTES)));
        }
        return largest;
    }

    private String named(String figure) {
        return model + ": " + figure;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
