/** The actions that stand in the basic profile's column of PS3.15 Table E.1-1 (edition 2024b). */
export const PS315_ACTIONS = ['D', 'Z', 'X', 'U', 'Z/D', 'X/Z', 'X/D', 'X/Z/D', 'X/Z/U*'] as const;

/** The options of PS3.15 Annex E (E.3.3 to E.3.11) that have a column in Table E.1-1. */
export const PS315_OPTIONS = [
  'Retain Safe Private',
  'Retain UIDs',
  'Retain Device Identity',
  'Retain Institution Identity',
  'Retain Patient Characteristics',
  'Retain Longitudinal Temporal Information with Full Dates',
  'Retain Longitudinal Temporal Information with Modified Dates',
  'Clean Descriptors',
  'Clean Structured Content',
  'Clean Graphics',
] as const;
