/**
 * Characters that make a text read otherwise than it is stored: controls, surrogates alone,
 * noncharacters, zero-width and bidirectional ones. In names nothing invisible is allowed, ZWNJ and
 * ZWJ included: they are rare in names written in Urdu or Persian and make two equal names differ.
 * In running text ZWNJ, ZWJ and the marks LRM, RLM, ALM stay, since Urdu prose needs them.
 */
const UNSAFE_IN_NAMES =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\uFFFC\uFFFD]/u;

const UNSAFE_IN_TEXT =
  /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\p{Cs}\p{Noncharacter_Code_Point}\u00AD\u200B\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/u;

export const isUnsafeName = (text: string): boolean => UNSAFE_IN_NAMES.test(text);
export const isUnsafeText = (text: string): boolean => UNSAFE_IN_TEXT.test(text);
