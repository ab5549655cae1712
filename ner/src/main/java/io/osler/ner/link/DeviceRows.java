package io.osler.ner.link;

import io.osler.engine.ComputeDevice;
import io.osler.engine.DeviceVectors;
import io.osler.kb.scan.RowForm;
import io.osler.kb.vector.ProposedIndex;
import io.osler.kb.vector.RowProposer;
import io.osler.kb.vector.VectorFile;
import io.osler.kb.vector.VectorIndex;
import java.nio.file.Path;
import java.util.List;

/** The engine's vectors on a device as kb asks for them. Closing this closes them. */
public record DeviceRows(DeviceVectors vectors) implements RowProposer {
    /**
     * Opens a file of vectors whose rows a device looks over.
     *
     * @throws io.osler.kb.KbException         as {@link VectorFile#open}
     * @throws io.osler.engine.EngineException DEVICE_MISSING, LIBRARY_MISSING, or MEMORY_SHORT when the rows do not fit
     */
    public static VectorIndex open(Path file, ComputeDevice device) {
        return ProposedIndex.open(file, opened -> new DeviceRows(load(opened, device)));
    }

    private static DeviceVectors load(VectorFile file, ComputeDevice device) {
        DeviceVectors.Numbers numbers =
                file.scored().form() == RowForm.F16 ? DeviceVectors.Numbers.F16 : DeviceVectors.Numbers.F32;
        return DeviceVectors.load(file.facts().rows(), file.facts().dimension(), file.scored()::row, numbers, device);
    }

    @Override
    public List<Proposal> propose(List<float[]> queries, int most) {
        return vectors.best(queries, most).stream()
                .map(found -> new Proposal(found.rows(), found.scores()))
                .toList();
    }

    @Override
    public double error(float[] query) {
        return vectors.error(query);
    }

    @Override
    public void close() {
        vectors.close();
    }
}
