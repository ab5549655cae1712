package io.osler.ner.link;

import io.osler.kb.search.Abbreviation;
import io.osler.kb.search.Abbreviations;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the mentions of one text may be looked up as. A short form that the text explains is written out, in a mention of
 * several words too; a name with another in brackets is two names. Immutable, for any number of threads.
 *
 * <p>A short form is explained by {@link Abbreviations}, or by a mention that stands right before it:
 * {@code myotonic dystrophy (DM)} shares too few letters for the rule, yet one mention brackets the other.
 */
final class MentionNames {
    private static final int SHORT_FORM_MAX = 10;
    private static final Pattern BRACKETS = Pattern.compile("(?<before>[^()]+)\\((?<inside>[^()]+)\\)(?<after>[^()]*)");
    private static final Pattern ARTICLE =
            Pattern.compile("^(?:an?|the|his|her|their|my|our|your|any|some)\\s+(?=\\S)", Pattern.CASE_INSENSITIVE);

    private final String text;
    private final Map<String, String> longForms;
    private final Pattern shortForms;

    private MentionNames(String text, Map<String, String> longForms) {
        this.text = text;
        this.longForms = longForms;
        this.shortForms = wholeWords(longForms.keySet());
    }

    static MentionNames of(String text, List<Mention> mentions) {
        // The longest first, so that none hides another.
        Map<String, String> longForms = new TreeMap<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (Abbreviation found : Abbreviations.in(text)) {
            longForms.putIfAbsent(found.shortForm(text), plain(found.longForm(text)));
        }
        List<Mention> sorted = mentions.stream().sorted().toList();
        for (int i = 1; i < sorted.size(); i++) {
            Mention before = sorted.get(i - 1);
            Mention here = sorted.get(i);
            if (isBracketed(text, before, here)) {
                longForms.putIfAbsent(here.span().in(text), plain(before.span().in(text)));
            }
        }
        return new MentionNames(text, longForms);
    }

    /** The likeliest first; it is also the one that likeness is asked for. */
    List<String> of(Mention mention) {
        String written = ARTICLE.matcher(plain(mention.span().in(text))).replaceFirst("");
        String expanded = expand(written);
        Set<String> names = new LinkedHashSet<>();
        names.add(expanded);
        Matcher brackets = BRACKETS.matcher(expanded);
        if (brackets.matches()) {
            names.add(plain(brackets.group("before") + " " + brackets.group("after")));
            names.add(plain(brackets.group("inside")));
        }
        names.add(written);
        return new ArrayList<>(names);
    }

    /** Whether a name is a short form that nobody explained: its letters say nothing. */
    static boolean isShortForm(String name) {
        boolean capitals = name.chars().filter(Character::isUpperCase).count() >= 2;
        return capitals && name.length() <= SHORT_FORM_MAX / 2 && name.indexOf(' ') < 0;
    }

    private static boolean isBracketed(String text, Mention before, Mention here) {
        int from = before.span().end();
        int to = here.span().begin();
        int after = here.span().end();
        String form = here.span().in(text);
        return from < to
                && text.substring(from, to).strip().equals("(")
                && after < text.length()
                && text.charAt(after) == ')'
                && form.length() <= SHORT_FORM_MAX
                && form.length() < before.span().length()
                && form.chars().anyMatch(Character::isUpperCase);
    }

    private String expand(String name) {
        return shortForms.matcher(name).replaceAll(found -> Matcher.quoteReplacement(longForms.get(found.group())));
    }

    private static String plain(String name) {
        return name.strip().replaceAll("\\s+", " ");
    }

    private static Pattern wholeWords(Set<String> forms) {
        String any = forms.isEmpty()
                ? "(?!)" // matches nothing
                : String.join("|", forms.stream().map(Pattern::quote).toList());
        return Pattern.compile("(?<![\\p{L}\\p{N}])(?:" + any + ")(?![\\p{L}\\p{N}])");
    }
}
