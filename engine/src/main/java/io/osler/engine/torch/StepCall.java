package io.osler.engine.torch;

import io.osler.engine.plan.AttentionCall;
import io.osler.engine.plan.AttentionPlan;
import io.osler.engine.plan.StepInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A step's plan as the program reads it: one int64 tensor, cut into parts, so that a device gets it in one copy.
 *
 * @param flat        the parts one after the other
 * @param sizes       length of each part
 * @param calls       how many are owned, then {@link #CALL_INTS} for each call; places of its parts among them
 * @param windowCalls the same for layers that slide
 */
record StepCall(long[] flat, long[] sizes, long[] calls, long[] windowCalls) {
    private static final int CALL_INTS = 8;

    /** Names of the parts' places in the program texts. */
    static final Map<String, Integer> PLACES = Map.of(
            "tokens", 0,
            "positions", 1,
            "slots", 2,
            "askedRows", 3,
            "ids", 4,
            "wholeRows", 5,
            "hiddenRows", 6,
            "order", 7,
            "windowOrder", 8,
            "callInts", CALL_INTS);

    static StepCall of(StepInput input, int windowTokens) {
        AttentionPlan all = AttentionPlan.of(input.slices(), 0);
        AttentionPlan near = windowTokens == 0 ? AttentionPlan.NONE : AttentionPlan.of(input.slices(), windowTokens);
        List<int[]> parts = new ArrayList<>(List.of(
                input.tokens(),
                input.positions(),
                input.slots(),
                input.askedRows(),
                input.ids(),
                input.wholeRows(),
                input.hiddenRows(),
                all.order(),
                near.order()));
        long[] calls = encoded(all, parts);
        long[] windowCalls = encoded(near, parts);
        return new StepCall(
                parts.stream().flatMapToInt(Arrays::stream).asLongStream().toArray(),
                parts.stream().mapToLong(part -> part.length).toArray(),
                calls,
                windowCalls);
    }

    private static long[] encoded(AttentionPlan plan, List<int[]> parts) {
        long[] calls = new long[1 + CALL_INTS * plan.calls().size()];
        calls[0] = plan.owned();
        int at = 1;
        for (AttentionCall call : plan.calls()) {
            calls[at++] = call.batch();
            calls[at++] = call.queries();
            calls[at++] = call.keys();
            calls[at++] = call.begin();
            for (int[] part : List.of(call.rows(), call.slots(), call.high(), call.low())) {
                calls[at++] = parts.size();
                parts.add(part);
            }
        }
        return calls;
    }
}
