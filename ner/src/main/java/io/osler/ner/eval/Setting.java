package io.osler.ner.eval;

import io.osler.ner.detect.DetectorOptions;
import io.osler.ner.select.SelectionSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is measured, in words that a {@link DetectorFactory} turns into a detector.
 *
 * @param detector  {@link #LLM}, {@link #HEAD}, {@link #POOL} or {@link #DICTIONARY}
 * @param format    how the model says what it found, such as {@code tanl}
 * @param selector  how examples are chosen, such as {@code tfidf}; {@code none} without examples
 * @param k         how many examples a prompt shows
 * @param model     as the model store calls it
 * @param kb        the dictionary: {@code none}, {@code starter}, or a directory
 * @param knowledge what a prompt takes from the dictionary: {@code none}, or a way of asking, such as {@code dirag}
 * @param grammar   whether answers are held to the format
 * @param openBias  added to the log-odds of opening a mark
 * @param seed      of everything drawn
 * @param more      whatever else a factory understands
 */
public record Setting(
        String detector,
        String format,
        String selector,
        int k,
        String model,
        String kb,
        String knowledge,
        boolean grammar,
        double openBias,
        long seed,
        Map<String, String> more) {
    public static final String LLM = "llm";
    public static final String HEAD = "head";
    public static final String POOL = "pool";
    public static final String DICTIONARY = "dictionary";
    public static final String NONE = "none";

    public Setting {
        if (!List.of(LLM, HEAD, POOL, DICTIONARY).contains(detector)) {
            throw new IllegalArgumentException(
                    "detector is '%s', expected %s, %s, %s or %s".formatted(detector, LLM, HEAD, POOL, DICTIONARY));
        }
        if (k < 0) {
            throw new IllegalArgumentException("k is %d, expected 0 or more".formatted(k));
        }
        if (!Double.isFinite(openBias)) {
            throw new IllegalArgumentException("openBias is %s, expected a finite number".formatted(openBias));
        }
        more = Collections.unmodifiableMap(new TreeMap<>(more));
    }

    /** A language model with examples, held to its format; without examples there is nothing to select. */
    public static Setting llm(String model, String format, String selector, int k) {
        boolean shown = k > 0 && !selector.equals(NONE);
        return new Setting(
                LLM,
                format,
                shown ? selector : NONE,
                shown ? k : 0,
                model,
                NONE,
                NONE,
                true,
                DetectorOptions.openBias(selection(selector, k)),
                7,
                Map.of());
    }

    /**
     * A fitted head.
     *
     * @param file  of {@code osler fit}
     * @param model it was fitted on; {@link #NONE} for the one its file names
     */
    public static Setting head(String file, String model) {
        return new Setting(HEAD, NONE, NONE, 0, model, NONE, NONE, false, 0, 0, Map.of("file", file));
    }

    /** The pool's own mention strings, no model. */
    public static Setting pool() {
        return new Setting(POOL, NONE, NONE, 0, NONE, NONE, NONE, false, 0, 0, Map.of());
    }

    /** A dictionary's names, no model. */
    public static Setting dictionary(String kb) {
        return new Setting(DICTIONARY, NONE, NONE, 0, NONE, kb, NONE, false, 0, 0, Map.of());
    }

    public Setting withKnowledge(String dictionary, String way) {
        return new Setting(
                detector,
                format,
                selector,
                k,
                model,
                way.equals(NONE) ? NONE : dictionary,
                way,
                grammar,
                openBias,
                seed,
                more);
    }

    public Setting withGrammar(boolean held) {
        return new Setting(detector, format, selector, k, model, kb, knowledge, held, openBias, seed, more);
    }

    public Setting withOpenBias(double bias) {
        return new Setting(detector, format, selector, k, model, kb, knowledge, grammar, bias, seed, more);
    }

    public Setting withSeed(long number) {
        return new Setting(detector, format, selector, k, model, kb, knowledge, grammar, openBias, number, more);
    }

    public Setting withMore(Map<String, String> others) {
        return new Setting(detector, format, selector, k, model, kb, knowledge, grammar, openBias, seed, others);
    }

    /** How far the bias lies from the one that suits its way of choosing examples. */
    public double biasBeyondUsual() {
        return openBias - DetectorOptions.openBias(selection(selector, k));
    }

    /** How examples are chosen. */
    SelectionSpec selection() {
        String order = more.containsKey("order") ? ",order=" + more.get("order") : "";
        return selection(selector + order, k).withSeed(seed);
    }

    private static SelectionSpec selection(String selector, int k) {
        return SelectionSpec.parse(selector.startsWith("tfidf") ? "kate:" + selector : selector)
                .withK(k);
    }

    /** The dictionary's name; of a directory the last part of its path. */
    private String dictionary() {
        Path name = Path.of(kb).getFileName();
        return name == null ? kb : name.toString();
    }

    /** A short name for tables: {@code qwen tanl tfidf k=16}. */
    public String label() {
        List<String> words = new ArrayList<>();
        switch (detector) {
            case POOL -> words.add("the pool's own mentions, no model");
            case DICTIONARY -> words.add("dictionary %s alone, no model".formatted(dictionary()));
            case HEAD -> words.add(model.equals(NONE) ? "fitted head" : "fitted head on " + model);
            default -> {
                words.add(model);
                words.add(format);
                words.add(k == 0 ? "zero-shot" : "%s k=%d".formatted(selector, k));
                if (!knowledge.equals(NONE)) {
                    words.add("%s (%s)".formatted(knowledge, dictionary()));
                }
                if (!grammar) {
                    words.add("free");
                }
                if (biasBeyondUsual() != 0) {
                    words.add("bias " + openBias);
                }
                if (seed != 7) {
                    words.add("seed " + seed);
                }
            }
        }
        more.forEach((name, value) -> words.add(name + "=" + value));
        return String.join(" ", words);
    }
}
