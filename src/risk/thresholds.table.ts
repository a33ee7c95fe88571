/** What others ask of a table of patients that people get to see, with its source; 0.09 is how they write 1/11. None of them is a rule for rows that stay on a site. */
export const THRESHOLDS = [
  { of: 'highest', most: 1 / 11, source: 'EMA Policy 0070; Health Canada, Public Release of Clinical Information' },
  { of: 'highest', most: 1 / 20, source: 'IPC Ontario, De-identification Guidelines (2025), sensitive data' },
  {
    of: 'average',
    most: 0.1,
    source: 'IHE ITI De-Identification Handbook after ISO/IEC 27559, not public, low impact',
  },
  {
    of: 'average',
    most: 0.05,
    source: 'IHE ITI De-Identification Handbook after ISO/IEC 27559, not public, high impact',
  },
] as const;
