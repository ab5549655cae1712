package io.osler.ner.task;

import io.osler.ner.select.SelectionSpec;
import java.util.Optional;

/**
 * How a task is asked unless a run says otherwise.
 *
 * @param format   the shape of the answer
 * @param profile  the wording of the question
 * @param select   which examples a prompt shows, and how many
 * @param boundary what is done to mentions after they are found
 * @param kb       the dictionary: a built knowledge base's directory, or empty for the built-in one
 */
public record TaskDefaults(
        OutputFormat format,
        PromptProfile profile,
        SelectionSpec select,
        BoundaryProfile boundary,
        Optional<String> kb) {
    /** TANL in our own words, examples spread over the pool. */
    public static final TaskDefaults DEFAULTS = new TaskDefaults(
            OutputFormat.TANL, PromptProfile.DEFAULT, SelectionSpec.SPREAD, BoundaryProfile.AS_FOUND, Optional.empty());
}
