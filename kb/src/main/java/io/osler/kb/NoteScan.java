package io.osler.kb;

import io.osler.kb.file.KbFile;
import io.osler.kb.file.Lexicon;
import io.osler.kb.file.Names;
import io.osler.kb.search.Abbreviation;
import io.osler.kb.search.Abbreviations;
import io.osler.kb.search.NameMatch;
import io.osler.kb.search.TextScanner;
import java.util.ArrayList;
import java.util.List;

/** One scan of one text. */
final class NoteScan implements TextScanner.Visitor {
    private final Lexicon lexicon;
    private final Names names;
    private final SenseFinder senses;
    private final SenseCache cache;
    private final String text;
    private final boolean[] types;
    private final ScanOptions options;
    private final List<NameMatch<List<Sense>>> matches = new ArrayList<>();

    NoteScan(KbFile file, SenseFinder senses, SenseCache cache, String text, ScanOptions options) {
        this.lexicon = file.lexicon();
        this.names = file.names();
        this.senses = senses;
        this.cache = cache;
        this.text = text;
        this.types = senses.typeSet(options.types());
        this.options = options;
    }

    List<NameMatch<List<Sense>>> matches(TextScanner scanner) {
        scanner.scan(text, this);
        if (!options.expandAbbreviations()) {
            return List.copyOf(matches);
        }
        List<Abbreviation> defined = Abbreviations.in(text);
        return defined.isEmpty() ? List.copyOf(matches) : new Expansion(senses, text, options, defined).into(matches);
    }

    @Override
    public boolean accepts(int node, int begin, int end) {
        Surface surface = new Surface(text, begin, end);
        int last = lexicon.endName(node);
        for (int name = lexicon.firstName(node); name < last; name++) {
            if (senses.isMeant(name, surface, types)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void found(int node, int begin, int end, int longEnd) {
        int flags = flags(node);
        int to = (flags & Names.POSSESSIVE) != 0 ? longEnd : end;
        String written = text.substring(begin, to);
        boolean alone = (flags & Names.FUNCTION_WORD) == 0; // else its neighbours have a say
        List<Sense> meant = alone ? cache.get(node, written, options.types()) : null;
        if (meant == null) {
            meant = senses.inText(node, written, new Surface(text, begin, end), types);
            if (alone) {
                cache.put(node, written, options.types(), meant);
            }
        }
        matches.add(new NameMatch<>(begin, to, meant));
    }

    /** Flags that any of a node's names has. */
    private int flags(int node) {
        int flags = 0;
        int last = lexicon.endName(node);
        for (int name = lexicon.firstName(node); name < last; name++) {
            flags |= names.flags(name);
        }
        return flags;
    }
}
