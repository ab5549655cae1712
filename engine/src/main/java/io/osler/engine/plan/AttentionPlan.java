package io.osler.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the rows of a step attend: calls that own each row once, then calls over spans that rows share.
 *
 * <pre>
 * instruction and examples   ########################   one shared call for the rows of all
 * document of two            ######                     one shared call for the rows of both
 * own                        ## ## ### ##               padded together: few calls for all
 * </pre>
 *
 * A row's parts are merged by their log-sum-exp, so it does not matter how its keys are divided among calls.
 *
 * @param calls the first {@code owned} cover every row of the step once, its own key among them
 * @param order where row i lies in the owned calls' outputs one after the other; empty when just there
 */
public record AttentionPlan(List<AttentionCall> calls, int owned, int[] order) {
    public static final AttentionPlan NONE = new AttentionPlan(List.of(), 0, new int[0]);

    /** Fewer shared keys are cheaper gathered for each row's owned call than read in a call of their own. */
    private static final int SHARED_KEYS_MIN = 48;

    /** So many keys are worth a call without a gather even for one sequence. */
    private static final int LONG_KEYS_MIN = 192;

    /** So few rows need no mask that would count. */
    private static final int FEW_ROWS = 8;

    /** A padded call may do this much more work than its rows need. */
    private static final double PADDING_MAX = 2;

    /** Work below it costs less than another call. */
    private static final long SMALL_WORK = 8192;

    private static final int[] NOTHING = {};

    /**
     * @param slices of different sequences, their rows one after the other in the step
     * @param window how many of the last positions a row sees, itself included; 0 for all
     */
    public static AttentionPlan of(List<Slice> slices, int window) {
        return new Builder(slices, window).build();
    }

    /** A slice with the row it begins at and the keys nobody else shares with it. */
    private static final class Own {
        private final Slice slice;
        private final int firstRow;
        private final List<KvSpan> spans = new ArrayList<>();

        Own(Slice slice, int firstRow) {
            this.slice = slice;
            this.firstRow = firstRow;
        }

        int count() {
            return slice.count();
        }

        /** Closes the list of keys with those of the rows themselves; joins what lies side by side. */
        void complete(int window) {
            spans.add(new KvSpan(slice.slot(), slice.count(), slice.position()));
            spans.sort(Comparator.comparingInt(KvSpan::position));
            for (int i = spans.size() - 1; i > 0; i--) {
                if (spans.get(i - 1).isFollowedBy(spans.get(i))) {
                    spans.set(i - 1, spans.get(i - 1).joinedWith(spans.remove(i)));
                }
            }
            spans.replaceAll(span -> trimmed(span, firstSeen(slice.position(), window)));
            spans.removeIf(span -> span.length() <= 0);
        }

        int keys() {
            return spans.stream().mapToInt(KvSpan::length).sum();
        }

        long work() {
            return (long) count() * keys();
        }
    }

    /** A span of the past and the slices that see it. */
    private static final class Run {
        private KvSpan span;
        private final List<Own> members;

        Run(KvSpan span, List<Own> members) {
            this.span = span;
            this.members = members;
        }

        boolean hasOwnCall() {
            return span.length() >= LONG_KEYS_MIN || (members.size() > 1 && span.length() >= SHARED_KEYS_MIN);
        }
    }

    private static final class Builder {
        private final List<Own> owns = new ArrayList<>();
        private final int window;
        private final int rows;

        Builder(List<Slice> slices, int window) {
            this.window = window;
            int row = 0;
            for (Slice slice : slices) {
                owns.add(new Own(slice, row));
                row += slice.count();
            }
            this.rows = row;
        }

        AttentionPlan build() {
            List<AttentionCall> shared = new ArrayList<>();
            // One sequence with few rows: all its keys in one call, mostly in place, are cheaper than merging two.
            boolean alone = owns.size() == 1 && rows <= FEW_ROWS;
            for (Run run : runs()) {
                if (!alone && run.hasOwnCall()) {
                    sharedCall(run, shared);
                } else {
                    run.members.forEach(own -> own.spans.add(run.span));
                }
            }
            owns.forEach(own -> own.complete(window));
            List<AttentionCall> calls = new ArrayList<>();
            int[] order = new int[rows];
            int at = 0;
            for (List<Own> bucket : buckets()) {
                at = ownedCall(bucket, at, order, calls);
            }
            int owned = calls.size();
            calls.addAll(shared);
            return new AttentionPlan(calls, owned, isIdentity(order) && at == rows ? NOTHING : order);
        }

        /** Spans of the past with their members; neighbours that the same slices see become one. */
        private List<Run> runs() {
            Map<KvSpan, List<Own>> members = new LinkedHashMap<>();
            for (Own own : owns) {
                for (KvSpan span : own.slice.past()) {
                    members.computeIfAbsent(span, key -> new ArrayList<>()).add(own);
                }
            }
            List<Run> runs = new ArrayList<>();
            Map<Integer, Run> byEnd = new HashMap<>();
            members.forEach((span, seeing) -> {
                Run before = byEnd.get(span.begin());
                if (before != null && before.span.isFollowedBy(span) && before.members.equals(seeing)) {
                    byEnd.remove(span.begin());
                    before.span = before.span.joinedWith(span);
                    byEnd.put(before.span.end(), before);
                } else {
                    Run run = new Run(span, seeing);
                    runs.add(run);
                    byEnd.put(span.end(), run);
                }
            });
            return runs;
        }

        /** Rows that see nothing of the span stay away: a row without keys has no result. */
        private void sharedCall(Run run, List<AttentionCall> calls) {
            int[] seeing = new int[run.members.stream().mapToInt(Own::count).sum()];
            int[] low = new int[seeing.length];
            int count = 0;
            for (Own own : run.members) {
                for (int i = 0; i < own.count(); i++) {
                    int first = firstSeen(own.slice.position() + i, window) - run.span.position();
                    if (first < run.span.length()) {
                        seeing[count] = own.firstRow + i;
                        low[count++] = Math.max(0, first);
                    }
                }
            }
            if (count == 0) {
                return;
            }
            low = Arrays.copyOf(low, count);
            int skipped = Arrays.stream(low).min().orElse(0);
            int keys = run.span.length() - skipped;
            boolean masked = false;
            for (int i = 0; i < count; i++) {
                low[i] -= skipped;
                masked |= low[i] > 0;
            }
            int[] high = new int[count];
            Arrays.fill(high, keys);
            int[] all = Arrays.copyOf(seeing, count);
            calls.add(new AttentionCall(
                    1,
                    count,
                    keys,
                    run.span.begin() + skipped,
                    count == rows && isIdentity(all) ? NOTHING : all,
                    NOTHING,
                    masked ? high : NOTHING,
                    masked ? low : NOTHING));
        }

        /** Slices padded to one shape, the alike together. */
        private List<List<Own>> buckets() {
            List<Own> sorted = new ArrayList<>(owns);
            boolean alike = owns.stream().mapToInt(Own::count).distinct().count() == 1;
            if (!alike) {
                sorted.sort(Comparator.comparingInt(Own::count).reversed().thenComparingInt(own -> own.firstRow));
            }
            List<List<Own>> buckets = new ArrayList<>();
            int queries = 0;
            int keys = 0;
            long needed = 0;
            for (Own own : sorted) {
                List<Own> last = buckets.isEmpty() ? List.of() : buckets.getLast();
                int widest = Math.max(queries, own.count());
                int longest = Math.max(keys, own.keys());
                long padded = (last.size() + 1L) * widest * longest;
                boolean fits = padded <= PADDING_MAX * (needed + own.work()) || padded <= SMALL_WORK;
                if (last.isEmpty() || !fits) {
                    buckets.add(new ArrayList<>());
                    widest = own.count();
                    longest = own.keys();
                    needed = 0;
                }
                buckets.getLast().add(own);
                queries = widest;
                keys = longest;
                needed += own.work();
            }
            return buckets;
        }

        /** @return where the next call's outputs begin */
        private int ownedCall(List<Own> bucket, int at, int[] order, List<AttentionCall> calls) {
            int batch = bucket.size();
            int queries = bucket.stream().mapToInt(Own::count).max().orElseThrow();
            int keys = bucket.stream().mapToInt(Own::keys).max().orElseThrow();
            int[] callRows = new int[batch * queries];
            int[] slots = new int[batch * keys];
            int[] high = new int[callRows.length];
            int[] low = new int[callRows.length];
            boolean masked = false;
            for (int b = 0; b < batch; b++) {
                Own own = bucket.get(b);
                int[] positions = fill(own, slots, b * keys, keys);
                for (int i = 0; i < queries; i++) {
                    int row = b * queries + i;
                    int shown = Math.min(i, own.count() - 1);
                    callRows[row] = own.firstRow + shown;
                    int position = own.slice.position() + shown;
                    high[row] = lowerBound(positions, position + 1);
                    low[row] = lowerBound(positions, firstSeen(position, window));
                    masked |= high[row] < keys || low[row] > 0;
                    if (i < own.count()) {
                        order[own.firstRow + i] = at + row;
                    }
                }
            }
            boolean inPlace = batch == 1 && bucket.getFirst().spans.size() == 1;
            boolean allRows = callRows.length == rows && isIdentity(callRows);
            calls.add(new AttentionCall(
                    batch,
                    queries,
                    keys,
                    inPlace ? slots[0] : -1,
                    allRows ? NOTHING : callRows,
                    inPlace ? NOTHING : slots,
                    masked ? high : NOTHING,
                    masked ? low : NOTHING));
            return at + callRows.length;
        }

        /** Writes a slice's slots, the rest repeating the first; returns its keys' positions, rising. */
        private static int[] fill(Own own, int[] slots, int from, int keys) {
            int[] positions = new int[own.keys()];
            int count = 0;
            for (KvSpan span : own.spans) {
                for (int i = 0; i < span.length(); i++) {
                    slots[from + count] = span.begin() + i;
                    positions[count++] = span.position() + i;
                }
            }
            Arrays.fill(slots, from + count, from + keys, slots[from]);
            return positions;
        }
    }

    private static int firstSeen(int position, int window) {
        return window == 0 ? 0 : Math.max(0, position - window + 1);
    }

    private static KvSpan trimmed(KvSpan span, int firstSeen) {
        int cut = Math.max(0, firstSeen - span.position());
        return cut == 0 ? span : new KvSpan(span.begin() + cut, span.length() - cut, span.position() + cut);
    }

    private static int lowerBound(int[] rising, int value) {
        int found = Arrays.binarySearch(rising, value);
        return found >= 0 ? found : -found - 1;
    }

    private static boolean isIdentity(int[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != i) {
                return false;
            }
        }
        return true;
    }
}
