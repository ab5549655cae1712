package io.osler.kb.source;

import io.osler.kb.NameKind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The open vocabulary of DrugBank ({@code drugbank vocabulary.csv}): the common name of each drug and its synonyms, under
 * the type {@code drug}; accession numbers, those of its biotech and experimental entries of old, are alternative ids.
 * Registry numbers and structure keys are not names. Immutable; each reading opens the file anew.
 */
public final class DrugBankSource implements TermSource {
    private static final String TYPE = "drug";

    private final VocabularyFile file;

    private DrugBankSource(VocabularyFile file) {
        this.file = file;
    }

    public static DrugBankSource of(Path path) {
        return new DrugBankSource(new VocabularyFile(path));
    }

    @Override
    public String name() {
        return "drugbank";
    }

    @Override
    public Optional<String> licenceNote() {
        return Optional.of(KnownLicences.DRUGBANK);
    }

    @Override
    public SourceReport read(FactSink facts) {
        Telling telling = new Telling(name(), facts);
        try (Rows rows = QuotedRows.of(file, ',')) {
            int idColumn = rows.column("DrugBank ID");
            int nameColumn = rows.column("Common name");
            int synonymColumn = rows.column("Synonyms");
            OptionalInt accessionColumn = rows.optionalColumn("Accession Numbers", "Secondary Accession Numbers");
            while (rows.next()) {
                String id = rows.required(idColumn);
                telling.begin(id);
                telling.name(id, rows.cell(nameColumn), NameKind.PREFERRED);
                TableSource.parts(rows.cell(synonymColumn)).forEach(text -> telling.name(id, text, NameKind.EXACT));
                telling.type(id, TYPE);
                TableSource.parts(rows.cell(accessionColumn)).forEach(number -> telling.alternative(id, number));
            }
        }
        return telling.report();
    }
}
