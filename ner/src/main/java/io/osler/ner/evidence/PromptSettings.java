package io.osler.ner.evidence;

import io.osler.ner.detect.DetectorOptions;
import io.osler.ner.files.Fingerprint;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.task.Task;
import java.util.Locale;

/**
 * What a model's odds depend on beside the model: odds under another prompt are other numbers.
 *
 * @param select   which examples are shown, as {@link SelectionSpec} writes it
 * @param profile  the wording
 * @param chat     whether it is put as turns of a conversation
 * @param openBias added to the log-odds of opening a mark
 * @param pool     fingerprint of the sentences that examples are chosen from
 */
public record PromptSettings(String select, String profile, boolean chat, double openBias, String pool) {
    public static PromptSettings of(Task task, SelectionSpec select, DetectorOptions options) {
        return new PromptSettings(
                select.toString(),
                options.profile().toString(),
                options.chat(),
                options.openBias(),
                Fingerprint.of(task.examples()));
    }

    /** Which examples are shown. */
    public SelectionSpec selection() {
        return SelectionSpec.parse(select);
    }

    /** One line for people. */
    String words() {
        return String.format(
                Locale.ROOT,
                "%s, profile %s%s, open bias %s, pool %s",
                select,
                profile,
                chat ? ", chat" : "",
                openBias,
                pool);
    }
}
