package io.osler.kb;

/** How a name relates to its concept; the order is that of preference (scopes of the OBO format). */
public enum NameKind {
    PREFERRED,
    EXACT,
    NARROW,
    BROAD,
    RELATED
}
