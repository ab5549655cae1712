package io.osler.ner.prompt;

import io.osler.engine.Grammar;
import io.osler.models.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A point of an answer that goes on with one of several texts, told apart token by token.
 *
 * <p>Every vocabulary entry that one of the texts could begin with speaks for the texts that begin so: a move stands for
 * a set of texts, its evidence are the tokens that fit exactly those. A move that leaves one text writes it out; one that
 * leaves several goes on to where they part.
 *
 * <pre>
 * texts        hypertension  hypotension  gout
 * move         evidence                        leads to
 * gout         g go gou gout                   gout, written
 * hyper...     hyper hypert ...                hypertension, written
 * hypot...     hypo hypot ...                  hypotension, written
 * both         h hy hyp                        hyp, then: ertension or otension
 * </pre>
 *
 * Immutable but for its moves, which are found when first asked for.
 */
final class TextChoice implements Grammar {
    /** Beyond this many texts their common beginning is not looked for as whole tokens. */
    private static final int COMMON_TOKENS_WAYS_MAX = 16;

    /** Items are short and their ends are choices: drafting far is read in vain. */
    private static final int DRAFT_TOKENS = 4;

    private final Tokenizer tokenizer;
    private final int tokensMax;
    private final List<Way> ways;
    private final Trail trail;
    private volatile List<Move> moves;

    /** Ways none of which is at its end. */
    private TextChoice(Tokenizer tokenizer, int tokensMax, List<Way> ways, Trail trail) {
        this.tokenizer = tokenizer;
        this.tokensMax = tokensMax;
        this.ways = ways;
        this.trail = trail;
    }

    /**
     * The start of a choice, or the end of an answer.
     *
     * @param tokensMax most tokens any answer takes
     * @param ways      prefix-free, the expected one first
     * @throws IllegalStateException if an answer may both end and go on here
     */
    static TextChoice of(Tokenizer tokenizer, int tokensMax, List<Way> ways) {
        List<Way> open = ways.stream().flatMap(TextChoice::opened).toList();
        boolean complete = open.stream().allMatch(way -> way.rest().length == 0);
        if (!complete && open.stream().anyMatch(way -> way.rest().length == 0)) {
            throw new IllegalStateException("an answer may end where another of the %d goes on".formatted(open.size()));
        }
        return new TextChoice(
                tokenizer,
                tokensMax,
                complete ? List.of() : open,
                open.getFirst().trail());
    }

    /** Where a way is at its end, the ways on from there; itself where there is none. */
    private static Stream<Way> opened(Way way) {
        if (way.rest().length > 0) {
            return Stream.of(way);
        }
        List<Way> next = way.next().get();
        return next.isEmpty() ? Stream.of(way) : next.stream().flatMap(TextChoice::opened);
    }

    /** Items that are settled whichever way is taken here; a decision here is about the next one. */
    int itemsSettled() {
        return ways.stream().map(Way::trail).reduce(Trail::common).orElse(trail).size();
    }

    /** The items; of a complete answer, all of them. */
    Trail trail() {
        return trail;
    }

    @Override
    public int draftTokens() {
        return DRAFT_TOKENS;
    }

    @Override
    public int tokensMax() {
        return tokensMax;
    }

    @Override
    public List<Move> moves() {
        List<Move> known = moves;
        if (known == null) {
            known = ways.isEmpty() ? List.of() : ways.size() == 1 ? List.of(written(ways.getFirst(), null)) : choices();
            moves = known; // two threads may both do this; the results are equal
        }
        return known;
    }

    /** The most tokens on any way to where it ends, choices included. */
    int longest() {
        return moves().stream()
                .mapToInt(move -> move.tokens().length + ((TextChoice) move.next()).longest())
                .max()
                .orElse(0);
    }

    private List<Move> choices() {
        Map<Integer, BitSet> waysOfToken = new LinkedHashMap<>();
        for (int i = 0; i < ways.size(); i++) {
            for (int token : tokenizer.prefixesOf(ways.get(i).restAndBeyond())) {
                waysOfToken.computeIfAbsent(token, key -> new BitSet()).set(i);
            }
        }
        Map<BitSet, List<Integer>> tokensOfSet = new LinkedHashMap<>();
        waysOfToken.forEach((token, set) ->
                tokensOfSet.computeIfAbsent(set, key -> new ArrayList<>()).add(token));
        List<Map.Entry<BitSet, List<Integer>>> sets = tokensOfSet.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<BitSet, List<Integer>> set) ->
                                set.getKey().cardinality())
                        .thenComparingInt(set -> set.getKey().nextSetBit(0)))
                .toList();
        List<Move> found = new ArrayList<>();
        for (Map.Entry<BitSet, List<Integer>> set : sets) {
            List<Way> group = set.getKey().stream().mapToObj(ways::get).toList();
            int[] evidence = set.getValue().stream().mapToInt(Integer::intValue).toArray();
            if (group.size() == 1) {
                found.add(written(group.getFirst(), evidence));
            } else {
                parted(group, evidence, sets.size() == 1).ifPresent(found::add);
            }
        }
        // A vocabulary without any token for what comes next cannot choose: what is expected is written.
        return found.isEmpty() ? List.of(written(ways.getFirst(), null)) : List.copyOf(found);
    }

    /** The one way that is left, to its end. */
    private Move written(Way way, int[] evidence) {
        int[] tokens = encoded(way.rest());
        return new Move(
                evidence == null ? Arrays.copyOf(tokens, 1) : evidence,
                tokens,
                evidence == null ? 0 : way.bias(),
                of(tokenizer, tokensMax, List.of(way.after(way.rest().length))));
    }

    /** Several ways, as far as one token takes them; where there is nothing else, as far as their own tokens agree. */
    private Optional<Move> parted(List<Way> group, int[] evidence, boolean only) {
        int shortest = group.stream().mapToInt(way -> way.rest().length).min().orElseThrow();
        int[] tokens = only && group.size() <= COMMON_TOKENS_WAYS_MAX ? commonTokens(group, shortest) : new int[0];
        if (tokens.length == 0) {
            tokens = Arrays.stream(evidence)
                    .filter(token -> tokenizer.bytes(token).length <= shortest)
                    .boxed()
                    .max(Comparator.comparingInt(token -> tokenizer.bytes(token).length))
                    .stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        if (tokens.length == 0) {
            return Optional.empty();
        }
        int length = length(tokens);
        double bias = group.stream().mapToDouble(Way::bias).distinct().count() == 1
                ? group.getFirst().bias()
                : 0;
        return Optional.of(new Move(
                evidence,
                tokens,
                bias,
                of(
                        tokenizer,
                        tokensMax,
                        group.stream().map(way -> way.after(length)).toList())));
    }

    private int[] commonTokens(List<Way> group, int bytesMax) {
        int[] common = encoded(group.getFirst().rest());
        for (Way way : group) {
            int differs = Arrays.mismatch(common, encoded(way.rest()));
            common = differs < 0 ? common : Arrays.copyOf(common, differs);
        }
        while (length(common) > bytesMax) {
            common = Arrays.copyOf(common, common.length - 1);
        }
        return common;
    }

    private int length(int[] tokens) {
        return Arrays.stream(tokens).map(token -> tokenizer.bytes(token).length).sum();
    }

    /** As the tokenizer cuts it; what is left of a character cut before, byte by byte. */
    private int[] encoded(byte[] text) {
        int begin = 0;
        List<Integer> pieces = new ArrayList<>();
        while (begin < text.length && (text[begin] & 0xC0) == 0x80) {
            int[] prefixes = tokenizer.prefixesOf(Arrays.copyOfRange(text, begin, text.length));
            pieces.add(prefixes[0]);
            begin += tokenizer.bytes(prefixes[0]).length;
        }
        int[] rest = tokenizer.encode(new String(text, begin, text.length - begin, StandardCharsets.UTF_8));
        int[] head = pieces.stream().mapToInt(Integer::intValue).toArray();
        int[] all = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, all, head.length, rest.length);
        return all;
    }
}
