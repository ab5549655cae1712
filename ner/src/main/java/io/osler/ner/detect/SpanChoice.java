package io.osler.ner.detect;

import io.osler.ner.Mention;
import io.osler.ner.task.BoundaryProfile;
import java.util.List;

/**
 * How scored spans, which may overlap, become mentions.
 *
 * @param boundary  applied to what was chosen
 * @param threshold least confidence of a span that is taken
 */
public record SpanChoice(BoundaryProfile boundary, double threshold) {
    public List<Mention> of(String sentence, List<Mention> scored) {
        return boundary.apply(sentence, SpanSchedule.best(scored, threshold));
    }
}
