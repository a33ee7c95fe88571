// Invented people. Some names need more than ASCII, and some are also words of radiology.

/** Family names, for patients and staff. */
export const FAMILY_NAMES = [
  ...['Adeyemi', 'Almeida', 'Andersson', 'Baker', 'Bianchi', 'Brandt', 'Castillo', 'Chen', 'Dubois', 'Eriksen'],
  ...['Fischer', 'García', 'Haddad', 'Hansen', 'Head', 'Ivanova', 'Jensen', 'Jones', 'Kaya', 'Kowalski'],
  ...['Legrand', 'Lindqvist', 'López', 'Martin', 'Meyer', 'Müller', 'Nakamura', 'Nguyễn', 'Novák', 'O’Brien'],
  ...['Okafor', 'Øverland', 'Patel', 'Petrov', 'Quist', 'Rossi', 'Santos', 'Schmidt', 'Singh', 'Skull'],
  ...['Smith', 'Sørensen', 'Tanaka', 'Thompson', 'Usman', 'Van den Berg', 'Vogel', 'Weber', 'Yılmaz', 'Zhang'],
] as const;

/** Given names by sex. */
export const GIVEN_NAMES = {
  F: [
    ...['Aisha', 'Ana', 'Änne', 'Beatriz', 'Chloé', 'Dagny', 'Elif', 'Emma', 'Fatou', 'Freya', 'Giulia', 'Hana'],
    ...['Ingrid', 'Irena', 'Joana', 'Karin', 'Lena', 'Lucía', 'Mei', 'Nadia', 'Olga', 'Priya', 'Ruth', 'Yuki'],
  ],
  M: [
    ...['Ahmed', 'Andrés', 'Björn', 'Carlos', 'Daniel', 'Emil', 'Felix', 'Georg', 'Hiro', 'Ivan', 'Jan', 'João'],
    ...['Kofi', 'Lars', 'Luca', 'Marek', 'Mehmet', 'Nils', 'Omar', 'Paul', 'Rajesh', 'Sven', 'Tomás', 'Wei'],
  ],
} as const;

/** (0010,0040) as written: mostly a code, sometimes a word, sometimes nothing. */
export const SEX_AS_WRITTEN = {
  F: [
    [955, 'F'],
    [8, 'FEMALE'],
    [7, 'W'],
    [5, 'f'],
    [18, ''],
    [7, 'UNKNOWN'],
  ],
  M: [
    [960, 'M'],
    [8, 'MALE'],
    [5, 'm'],
    [17, ''],
    [6, 'O'],
    [4, 'UNKNOWN'],
  ],
} as const;
