package io.osler.ner.prompt;

/** What can happen when an answer is read; counted in every run, so that nothing is mended or dropped in silence. */
public enum AnswerEvent {
    /** An answer was read. */
    ANSWER,
    /** It had nothing of the asked shape in it. */
    UNPARSEABLE,
    /** More text followed, and was left. */
    TEXT_AFTER,
    /** It broke off; whole items were kept. */
    CUT_SHORT,
    /** The text between the marks is not the sentence; mentions were aligned. */
    ECHO_DIFFERS,
    /** An aligned mention is not literally what the answer says. */
    FUZZY,
    /** A mention of the answer does not stand in the sentence; dropped. */
    UNGROUNDED,
    /** A mention was listed more often than it stands in the sentence; dropped. */
    REPEATED,
    /** Mentions were listed in another order than they stand in. */
    OUT_OF_ORDER,
    /** A mention overlapped a longer or surer one; dropped. */
    OVERLAP,
    /** A label was read in another case. */
    LABEL_CASE,
    /** A label was off by one letter. */
    LABEL_NEAR,
    /** A label was none of the task's; the mention was dropped. */
    LABEL_UNKNOWN,
    /** A mark was left open behind its label, and closed there. */
    MARK_CLOSED,
    /** A mark without a label, or a sign that belongs to no mark, was taken away. */
    MARK_STRAY,
    /** A mark stood around nothing. */
    MARK_EMPTY,
    /** A unit of a form was not there. */
    UNIT_MISSING,
    /** Units of a form stood in another order. */
    UNIT_ORDER,
    /** An item was spelled otherwise than asked, as a pair of a JSON object or with another key. */
    ITEM_SPELLED_OTHERWISE,
    /** A revision could not be read; the first answer was kept. */
    REVISION_UNPARSEABLE
}
