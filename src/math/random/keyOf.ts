import seedrandom from 'seedrandom';

/** The 128-bit key of a name, in four words: what seedrandom, seeded with the name, gives first. */
export function keyOf(name: string): readonly [number, number, number, number] {
  const seeds = seedrandom(name);
  return [seeds.int32(), seeds.int32(), seeds.int32(), seeds.int32()];
}
