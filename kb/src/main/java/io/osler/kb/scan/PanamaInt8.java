package io.osler.kb.scan;

import static io.osler.kb.scan.PanamaScan.FLOATS;
import static jdk.incubator.vector.VectorOperators.B2F;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Products with rows of bytes, before scaling; the loops are those of {@link PanamaF32}, as the compiler wants the load in place. */
final class PanamaInt8 {
    private static final VectorSpecies<Byte> BYTES = PanamaScan.lanesOf(byte.class);

    private PanamaInt8() {}

    /** Four rows with one query: the query is loaded once, and the four sums hide the latency of addition. */
    static void fourRows(MemorySegment data, long a, long b, long c, long d, float[] query, float[] sums) {
        FloatVector sumA = FloatVector.zero(FLOATS);
        FloatVector sumB = sumA;
        FloatVector sumC = sumA;
        FloatVector sumD = sumA;
        for (int i = 0; i < query.length; i += FLOATS.length()) {
            FloatVector q = FloatVector.fromArray(FLOATS, query, i);
            long at = i;
            sumA = load(data, a + at).fma(q, sumA);
            sumB = load(data, b + at).fma(q, sumB);
            sumC = load(data, c + at).fma(q, sumC);
            sumD = load(data, d + at).fma(q, sumD);
        }
        sums[0] = PanamaScan.sum(sumA);
        sums[1] = PanamaScan.sum(sumB);
        sums[2] = PanamaScan.sum(sumC);
        sums[3] = PanamaScan.sum(sumD);
    }

    /** Two rows with four queries: each row is loaded once. Sums of the first row, then of the second. */
    static void twoRows(
            MemorySegment data, long a, long b, float[] q0, float[] q1, float[] q2, float[] q3, float[] sums) {
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        for (int i = 0; i < q0.length; i += FLOATS.length()) {
            long at = i;
            FloatVector rowA = load(data, a + at);
            FloatVector rowB = load(data, b + at);
            FloatVector q = FloatVector.fromArray(FLOATS, q0, i);
            a0 = rowA.fma(q, a0);
            b0 = rowB.fma(q, b0);
            q = FloatVector.fromArray(FLOATS, q1, i);
            a1 = rowA.fma(q, a1);
            b1 = rowB.fma(q, b1);
            q = FloatVector.fromArray(FLOATS, q2, i);
            a2 = rowA.fma(q, a2);
            b2 = rowB.fma(q, b2);
            q = FloatVector.fromArray(FLOATS, q3, i);
            a3 = rowA.fma(q, a3);
            b3 = rowB.fma(q, b3);
        }
        sums[0] = PanamaScan.sum(a0);
        sums[1] = PanamaScan.sum(a1);
        sums[2] = PanamaScan.sum(a2);
        sums[3] = PanamaScan.sum(a3);
        sums[4] = PanamaScan.sum(b0);
        sums[5] = PanamaScan.sum(b1);
        sums[6] = PanamaScan.sum(b2);
        sums[7] = PanamaScan.sum(b3);
    }

    private static FloatVector load(MemorySegment data, long at) {
        return (FloatVector) ByteVector.fromMemorySegment(BYTES, data, at, ByteOrder.LITTLE_ENDIAN)
                .convertShape(B2F, FLOATS, 0);
    }
}
