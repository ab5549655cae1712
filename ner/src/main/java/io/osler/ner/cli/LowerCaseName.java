package io.osler.ner.cli;

import io.osler.engine.ComputeDevice;
import io.osler.engine.WeightForm;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.export.ExportFormat;
import io.osler.ner.propose.ProposalFormat;
import io.osler.ner.propose.Uncertainty;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Constants of an enum under their names in lower case, as the command line takes them. */
abstract class LowerCaseName<E extends Enum<E>> implements ITypeConverter<E> {
    private final Class<E> type;

    private LowerCaseName(Class<E> type) {
        this.type = type;
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public E convert(String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'%s' is not one of %s"
                        .formatted(
                                name,
                                Arrays.stream(type.getEnumConstants())
                                        .map(LowerCaseName::of)
                                        .collect(Collectors.joining(", ")))));
    }

    /** {@code --weights}. */
    static final class OfWeights extends LowerCaseName<WeightForm> {
        OfWeights() {
            super(WeightForm.class);
        }
    }

    /** {@code --device}. */
    static final class OfDevice extends LowerCaseName<ComputeDevice> {
        OfDevice() {
            super(ComputeDevice.class);
        }
    }

    /** {@code --offsets}. */
    static final class OfOffsets extends LowerCaseName<OffsetUnit> {
        OfOffsets() {
            super(OffsetUnit.class);
        }
    }

    /** {@code --format}. */
    static final class OfFormat extends LowerCaseName<ExportFormat> {
        OfFormat() {
            super(ExportFormat.class);
        }
    }

    /** {@code --detector}. */
    static final class OfDetector extends LowerCaseName<Detector> {
        OfDetector() {
            super(Detector.class);
        }
    }

    /** {@code --decoding}. */
    static final class OfDecoding extends LowerCaseName<AnswerDecoding> {
        OfDecoding() {
            super(AnswerDecoding.class);
        }
    }

    /** {@code --format} of {@code kb scan}. */
    static final class OfScanFormat extends LowerCaseName<KbScanCommand.Format> {
        OfScanFormat() {
            super(KbScanCommand.Format.class);
        }
    }

    /** {@code --format} of {@code propose}. */
    static final class OfProposals extends LowerCaseName<ProposalFormat> {
        OfProposals() {
            super(ProposalFormat.class);
        }
    }

    /** {@code --uncertainty}. */
    static final class OfUncertainty extends LowerCaseName<Uncertainty> {
        OfUncertainty() {
            super(Uncertainty.class);
        }
    }
}
