/** The bytes of a text as editors and systems save it, by name: UTF-8 and UTF-16, with marks. */
export const ENCODINGS: Readonly<Record<string, (text: string) => Uint8Array>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\uFEFF${text}`),
  'UTF-16, low byte first': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'UTF-16, high byte first': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
};

/** The line ends that there are, by the system that writes them. */
export const LINE_ENDS: Readonly<Record<string, string>> = { Unix: '\n', Windows: '\r\n', 'the old Macintosh': '\r' };

/** Every way to save a text. */
export const WAYS = Object.entries(ENCODINGS).flatMap(([encoding, encode]) =>
  Object.entries(LINE_ENDS).map(([system, end]) => ({
    name: `${encoding}, lines as on ${system}`,
    save: (text: string): Uint8Array => encode(text.replaceAll('\n', end)),
  })),
);
