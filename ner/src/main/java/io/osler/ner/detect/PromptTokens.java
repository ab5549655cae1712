package io.osler.ner.detect;

import io.osler.models.ModelException;
import io.osler.models.text.ChatTemplate;
import io.osler.models.text.ChatTemplate.Message;
import io.osler.ner.prompt.Prompt;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Turns prompts into token ids: as plain text to go on with, or as turns of a conversation. Texts that people wrote are
 * taken as text in both, whatever special tokens they hold.
 */
final class PromptTokens {
    /** Stands for the user's turn while a template is rendered; no template changes or trims it. */
    private static final String TURN = "\u2402OSLER\u2403";

    private final LanguageModel model;
    private final Optional<ChatTemplate> chat;

    PromptTokens(LanguageModel model, boolean chat) {
        this.model = model;
        this.chat = chat ? Optional.of(requireTemplate(model)) : Optional.empty();
    }

    private static ChatTemplate requireTemplate(LanguageModel model) {
        return model.chatTemplate()
                .orElseThrow(() -> new IllegalArgumentException(
                        "chat was asked for, but the model has no chat template; it is a base model, ask it without"));
    }

    /** What an answer to the prompt begins with. */
    String lead(Prompt prompt) {
        return chat.isPresent() ? "" : prompt.lead();
    }

    int[] of(Prompt prompt) {
        return chat.map(template -> turns(template, prompt))
                .orElseGet(() ->
                        joined(model.begin(prompt.head()), model.tokenizer().encode(prompt.tail())));
    }

    private int[] turns(ChatTemplate template, Prompt prompt) {
        String before = "";
        String rendered;
        try {
            rendered = template.render(List.of(new Message("system", prompt.system()), new Message("user", TURN)));
        } catch (ModelException e) { // a family without system turns takes it as the beginning of the user's
            rendered = template.render(List.of(new Message("user", TURN)));
            before = prompt.system() + "\n";
        }
        int turn = rendered.indexOf(TURN);
        if (turn < 0) {
            throw new IllegalStateException("the chat template leaves out what the user says");
        }
        return joined(
                model.tokenizer().encodeTemplate(rendered.substring(0, turn)),
                model.tokenizer().encode(before + prompt.shared()),
                model.tokenizer().encode(prompt.own()),
                model.tokenizer().encodeTemplate(rendered.substring(turn + TURN.length())));
    }

    private static int[] joined(int[]... parts) {
        return Stream.of(parts).flatMapToInt(IntStream::of).toArray();
    }
}
