/** Says which characters a model cannot read: the first eight, and how many more there are. */
export function cannotRepresent(characters: ReadonlySet<string>): string {
  const shown = [...characters].slice(0, 8).map((character) => JSON.stringify(character));
  const more = characters.size - shown.length;
  return `it cannot represent ${shown.join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
}
