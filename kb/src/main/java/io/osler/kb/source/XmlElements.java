package io.osler.kb.source;

import io.osler.kb.KbException;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An XML file from element to element. A document type may be named but is never fetched, and no entity beyond the five
 * of XML is replaced. For one thread.
 */
final class XmlElements implements AutoCloseable {
    private final VocabularyFile file;
    private final Utf8Reader text;
    private final XMLStreamReader xml;

    XmlElements(VocabularyFile file) {
        this.file = file;
        this.text = file.read(Utf8Reader.Runs.MARKUP);
        try {
            this.xml = factory().createXMLStreamReader(text);
        } catch (XMLStreamException e) {
            text.close();
            throw broken(e);
        }
    }

    /** Steps to the first element and gives its name. */
    String root() {
        while (step() != XMLStreamConstants.START_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.END_DOCUMENT) {
                throw place().malformed("no element", "an XML document");
            }
        }
        return xml.getLocalName();
    }

    /**
     * Steps to the next child of the element that ends where this gives false. Children must be read or skipped to their
     * end before the next call.
     */
    boolean nextChild() {
        while (true) {
            int event = step();
            if (event == XMLStreamConstants.START_ELEMENT) {
                return true;
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                return false;
            }
        }
    }

    /** The name of the element stepped to. */
    String name() {
        return xml.getLocalName();
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name));
    }

    /** The text inside the element stepped to, that of its children too, to its end. */
    String text() {
        StringBuilder text = new StringBuilder();
        int depth = 1;
        while (depth > 0) {
            switch (step()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(xml.getText());
                default -> {}
            }
        }
        return text.toString().strip();
    }

    void skip() {
        text();
    }

    Place place() {
        return place(xml.getLocation());
    }

    private int step() {
        try {
            int event = xml.next();
            if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw place().malformed("the entity &" + xml.getLocalName() + ";", "none but those of XML itself");
            }
            return event;
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    private KbException broken(XMLStreamException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage().replaceAll("(?s).*Message: ", "");
        return place(e.getLocation()).malformed("broken XML: " + message.strip(), "a whole XML document", e);
    }

    private Place place(Location location) {
        boolean known = location != null && location.getLineNumber() > 0;
        return new Place(file.toString(), known ? location.getLineNumber() : 1, known ? location.getColumnNumber() : 1);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        // The JDK counts every &amp; against these limits, and MeSH has more; without a DTD no entity can grow.
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", 0);
        factory.setProperty("jdk.xml.totalEntitySizeLimit", 0);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched from elsewhere");
        });
        return factory;
    }

    @Override
    public void close() {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw broken(e);
        } finally {
            text.close();
        }
    }
}
