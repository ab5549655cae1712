package io.osler.ner.head;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Embedder;
import io.osler.engine.EmbedderOptions;
import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The frozen models that read sentences for heads: a language model, an encoder, or several side by side, whose states
 * together say more than those of one (docs/decisions/0007).
 *
 * <pre>{@code
 * HeadReader.of(Engine.open(smollm, EngineOptions.DEFAULTS), "smollm2-135m-instruct")
 *         .and(HeadReader.of(Embedder.open(mpnet, EmbedderOptions.DEFAULTS), "all-mpnet-base-v2"))
 * }</pre>
 *
 * Safe for many threads. Closing it closes the models; who goes on with them leaves it open.
 */
public final class HeadReader implements AutoCloseable {
    private final List<StateReader> readers;

    private HeadReader(List<StateReader> readers) {
        this.readers = List.copyOf(readers);
    }

    /** @param name of the model, for people */
    public static HeadReader of(Engine engine, String name) {
        return new HeadReader(List.of(new EngineStateReader(engine, name)));
    }

    /**
     * @param encoder that runs as a program; closed when this throws
     * @param name    of the model, for people
     * @throws io.osler.engine.EngineException FORM_UNSUPPORTED when it runs as ONNX, which tells no layers' states
     */
    public static HeadReader of(Embedder encoder, String name) {
        try {
            return new HeadReader(List.of(new EncoderStateReader(encoder, name)));
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    /**
     * How an encoder is opened for heads where language models are opened so: on the same device, with as many threads, in the
     * same form. In place of int4, which encoders do not have, int8; so where the form is left open, on a CPU.
     */
    public static EmbedderOptions encoderOptions(EngineOptions options) {
        WeightForm form = options.weightForm() == WeightForm.INT4 ? WeightForm.INT8 : options.weightForm();
        return EmbedderOptions.DEFAULTS
                .withWeightForm(form)
                .withExact(false)
                .withDevice(options.device())
                .withThreads(options.threads());
    }

    /** These models, and then the others. */
    public HeadReader and(HeadReader others) {
        return new HeadReader(
                Stream.concat(readers.stream(), others.readers.stream()).toList());
    }

    /** Which models read, in the order of their states. */
    public List<HeadModel> models() {
        return readers.stream().map(StateReader::model).toList();
    }

    /** The models' names, for people. */
    public String name() {
        return readers.stream().map(reader -> reader.model().name()).collect(Collectors.joining(" and "));
    }

    /** Where the first model runs, such as {@code cpu}. */
    public String deviceName() {
        return readers.getFirst().deviceName();
    }

    /** Number format the first model runs in. */
    public WeightForm weightForm() {
        return readers.getFirst().weightForm();
    }

    /** Where the first model was asked to run; heads are fitted there. */
    ComputeDevice device() {
        return readers.getFirst().device();
    }

    /**
     * How each model reads.
     *
     * @param layers of the model when there is one; empty for the usual ones
     */
    List<ReadingPlan> plans(List<Integer> layers) {
        if (layers.isEmpty()) {
            return readers.stream().map(StateReader::usual).toList();
        }
        if (readers.size() > 1) {
            throw new IllegalArgumentException("layers are %s for %d models, expected none: each gives its usual ones"
                    .formatted(layers, readers.size()));
        }
        return List.of(readers.getFirst().usual().withLayers(layers));
    }

    /** Numbers a word's states have. */
    int width(List<ReadingPlan> plans) {
        return IntStream.range(0, readers.size())
                .map(i -> readers.get(i).width() * plans.get(i).layers().size())
                .sum();
    }

    /** As the header of a head says it. */
    List<ModelReading> readings(List<ReadingPlan> plans) {
        return IntStream.range(0, readers.size())
                .mapToObj(i -> new ModelReading(readers.get(i).model(), plans.get(i)))
                .toList();
    }

    /**
     * @param plans one for each model
     * @return a future for each sentence, in their order
     */
    List<CompletableFuture<WordStates>> readAll(List<String> sentences, List<ReadingPlan> plans) {
        for (int i = 0; i < readers.size(); i++) {
            int layers = readers.get(i).layers();
            List<Integer> asked = plans.get(i).layers();
            if (asked.getLast() > layers) {
                throw new IllegalArgumentException("layers are %s, %s has %d"
                        .formatted(asked, readers.get(i).model().name(), layers));
            }
        }
        List<List<CompletableFuture<WordStates>>> read = new ArrayList<>(Collections.nCopies(readers.size(), null));
        // Those that block go first: beside an engine at work both would want all cores.
        IntStream.range(0, readers.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> !readers.get(i).blocks()))
                .forEach(i -> read.set(i, readers.get(i).readAll(sentences, plans.get(i))));
        return read.stream().reduce(HeadReader::beside).orElseThrow();
    }

    private static List<CompletableFuture<WordStates>> beside(
            List<CompletableFuture<WordStates>> some, List<CompletableFuture<WordStates>> further) {
        List<CompletableFuture<WordStates>> both = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            both.add(some.get(i).thenCombine(further.get(i), WordStates::beside));
        }
        return both;
    }

    @Override
    public void close() {
        readers.forEach(StateReader::close);
    }
}
