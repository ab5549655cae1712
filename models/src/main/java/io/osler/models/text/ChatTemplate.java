package io.osler.models.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import io.osler.models.ModelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The model's own Jinja text that turns a conversation into one prompt. Rendered with the settings of Hugging Face
 * transformers: blocks trimmed, {@code raise_exception} known, nothing else reachable. Safe for many threads.
 */
public final class ChatTemplate {
    /**
     * One turn of a conversation.
     *
     * @param role    {@code system}, {@code user} or {@code assistant}
     * @param content what was said
     */
    public record Message(String role, String content) {}

    private static final int OUTPUT_MAX = 16 << 20;

    private final String template;
    private final String place;
    private final Map<String, Object> tokens;
    private final Jinjava jinjava;

    /**
     * @param template the Jinja text
     * @param place    what to call it in errors
     * @param bos      text of the token that begins a sequence, may be empty
     * @param eos      text of the token that ends a turn, may be empty
     */
    public ChatTemplate(String template, String place, String bos, String eos) {
        this.template = template;
        this.place = place;
        this.tokens = Map.of("bos_token", bos, "eos_token", eos);
        this.jinjava = new Jinjava(JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withNestedInterpretationEnabled(false) // a note may contain {{ }}: it is text, not a template
                .withMaxOutputSize(OUTPUT_MAX)
                .build());
        jinjava.getGlobalContext()
                .registerFunction(new ELFunctionDefinition("", "raise_exception", ChatTemplate.class, "raise", String.class));
    }

    /** The prompt for {@code messages}, ending where the assistant's turn begins. */
    public String render(List<Message> messages) {
        return render(messages, true);
    }

    /**
     * @param openAnswer whether the prompt ends with the opening of the assistant's turn
     * @throws ModelException when the template refuses the conversation
     */
    public String render(List<Message> messages, boolean openAnswer) {
        Map<String, Object> bindings = new HashMap<>(tokens);
        bindings.put(
                "messages",
                messages.stream()
                        .map(message -> Map.of("role", message.role(), "content", message.content()))
                        .toList());
        bindings.put("add_generation_prompt", openAnswer);
        RenderResult result = jinjava.renderForResult(template, bindings);
        if (result.hasErrors()) {
            // Only the kind is named: an error's own text may quote the conversation.
            throw new ModelException(
                    ModelException.Code.FORMAT_UNSUPPORTED,
                    place,
                    "the chat template refuses this conversation (%s, line %d); roles were %s"
                            .formatted(
                                    result.getErrors().getFirst().getReason(),
                                    result.getErrors().getFirst().getLineno(),
                                    messages.stream().map(Message::role).toList()));
        }
        return result.getOutput();
    }

    /** Called by templates through Jinja; the message stays inside the renderer. */
    @SuppressWarnings("DoNotCallSuggester") // templates call it because it throws
    public static String raise(String message) {
        throw new IllegalArgumentException(message);
    }
}
