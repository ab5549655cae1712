package io.osler.engine.torch;

import io.osler.engine.arch.Architecture;
import io.osler.models.config.Rope;
import java.util.ArrayList;
import java.util.List;

/** Cosine and sine of every position, computed once in double precision. */
final class RopeTables {
    private RopeTables() {}

    /** For each rope of the architecture a cosine and a sine table, {@code [positions][headSize / 2]} float32. */
    static List<float[]> of(Architecture architecture, int positions) {
        List<float[]> tables = new ArrayList<>();
        for (Rope rope : architecture.ropes()) {
            double[] frequencies = rope.frequencies(architecture.shape().headSize());
            float[] cos = new float[positions * frequencies.length];
            float[] sin = new float[cos.length];
            for (int at = 0; at < cos.length; at++) {
                int position = at / frequencies.length;
                double angle = position * frequencies[at % frequencies.length];
                cos[at] = (float) Math.cos(angle);
                sin[at] = (float) Math.sin(angle);
            }
            tables.add(cos);
            tables.add(sin);
        }
        return tables;
    }
}
