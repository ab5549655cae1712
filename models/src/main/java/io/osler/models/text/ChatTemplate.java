package io.osler.models.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import io.osler.models.ModelException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The model's own Jinja text that turns a conversation into one prompt. Rendered with the settings of Hugging Face
 * transformers: blocks trimmed, {@code raise_exception} known, nothing else reachable. Safe for many threads.
 *
 * <p>What a note contains is never read as a template. A construct of jinja2 that cannot be had here is refused by
 * name when rendering reaches it; it is never rendered differently.
 */
public final class ChatTemplate {
    /**
     * One turn of a conversation.
     *
     * @param role    {@code system}, {@code user} or {@code assistant}
     * @param content what was said
     */
    public record Message(String role, String content) {
        /** In the order transformers has them, for templates that walk through a message. */
        private Map<String, Object> bindings() {
            Map<String, Object> bindings = new LinkedHashMap<>();
            bindings.put("role", role);
            bindings.put("content", content);
            return bindings;
        }
    }

    private static final Jinjava JINJA = Jinja2.dialect();

    private final String template;
    private final String place;
    private final Map<String, Object> tokens;

    /**
     * @param template the Jinja text
     * @param place    what to call it in errors
     * @param bos      text of the token that begins a sequence, may be empty
     * @param eos      text of the token that ends a turn, may be empty
     */
    public ChatTemplate(String template, String place, String bos, String eos) {
        this.template = Jinja2.spelledForJinjava(template);
        this.place = place;
        this.tokens = Map.of("bos_token", bos, "eos_token", eos);
    }

    /** The prompt for {@code messages}, ending where the assistant's turn begins. */
    public String render(List<Message> messages) {
        return render(messages, true);
    }

    /**
     * @param openAnswer whether the prompt ends with the opening of the assistant's turn
     * @throws ModelException when the template refuses the conversation, or uses what is not supported
     */
    public String render(List<Message> messages, boolean openAnswer) {
        Map<String, Object> bindings = new HashMap<>(tokens);
        bindings.put("messages", messages.stream().map(Message::bindings).toList());
        bindings.put("add_generation_prompt", openAnswer);
        RenderResult result = JINJA.renderForResult(template, bindings);
        if (result.hasErrors()) {
            throw refused(result.getErrors().getFirst(), messages);
        }
        return result.getOutput();
    }

    /** Names the template's own text and the roles only: an error's message may quote the conversation. */
    private ModelException refused(TemplateError error, List<Message> messages) {
        return new ModelException(
                ModelException.Code.FORMAT_UNSUPPORTED,
                place,
                Jinja2.unsupported(error)
                        .map(construct -> "the chat template uses %s, which is not supported; send plain text"
                                .formatted(construct))
                        .orElseGet(() -> "the chat template refuses this conversation (%s, line %d%s); roles were %s"
                                .formatted(
                                        error.getReason(),
                                        error.getLineno(),
                                        quoted(error.getFieldName()),
                                        messages.stream().map(Message::role).toList())));
    }

    private String quoted(String source) {
        return source != null && !source.isBlank() && template.contains(source) ? ", at " + source : "";
    }
}
