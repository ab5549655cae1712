package io.osler.kb.file;

import io.osler.kb.KbException;
import io.osler.kb.KbException.Code;

/** Whether every reference inside a knowledge base's file leads to something. */
final class References {
    private final KbFile file;

    References(KbFile file) {
        this.file = file;
    }

    /**
     * @throws KbException {@code DAMAGED}, naming the first row that leads nowhere
     */
    void check() {
        String place = "nothing";
        try {
            for (int concept = 0; concept < file.concepts().size(); concept++) {
                place = "concept " + concept;
                concept(concept);
            }
            for (int name = 0; name < file.names().size(); name++) {
                place = "name " + name;
                name(name);
            }
            for (int word = 0; word < file.lexicon().wordCount(); word++) {
                place = "word " + word;
                require(file.lexicon().word(file.lexicon().form(word)) == word);
            }
            for (int node = 1; node < file.lexicon().nodeCount(); node++) {
                place = "node " + node;
                node(node);
            }
            for (int other = 0; other < file.alternativeIds().size(); other++) {
                place = "alternative id " + other;
                alternative(other);
            }
        } catch (IndexOutOfBoundsException e) {
            throw new KbException(
                    Code.DAMAGED,
                    file.path().toString(),
                    "%s leads nowhere (%s), though all checksums are right. Please report this; build it again"
                            .formatted(place, e.getMessage()),
                    e);
        }
    }

    private void concept(int row) {
        Concepts concepts = file.concepts();
        require(concepts.row(concepts.id(row)) == row);
        int[] names = concepts.names(row);
        require(names.length > 0);
        for (int name : names) {
            require(file.names().concept(name) == row);
        }
        for (int parent : concepts.parents(row)) {
            require(parent < concepts.size());
        }
        for (int type : concepts.types(row)) {
            require(type < file.types().size());
        }
        concepts.definition(row);
    }

    private void name(int row) {
        Names names = file.names();
        require(names.concept(row) < file.concepts().size());
        require(names.origin(row) < file.origins().size());
        require(!names.text(row).isEmpty());
        names.kind(row);
    }

    private void node(int node) {
        Lexicon lexicon = file.lexicon();
        require(lexicon.node(lexicon.forms(node)) == node);
        require(lexicon.firstName(node) <= lexicon.endName(node));
        require(lexicon.endName(node) <= file.names().size());
    }

    private void alternative(int row) {
        AlternativeIds all = file.alternativeIds();
        String id = all.id(row);
        require(file.concepts().row(id) < 0);
        require(all.concept(row) < file.concepts().size());
        require(all.concept(id) == all.concept(row));
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IndexOutOfBoundsException("rows do not agree");
        }
    }
}
