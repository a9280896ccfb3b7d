import type { HardFamilyParameters } from '../../theory/risk/hardFamilyParameters.ts';
import type { Grid } from '../claim.ts';

/** The hard families that claims about them are held against, each with its name. */
export function hardFamilies(grid: Grid): readonly (HardFamilyParameters & { readonly name: string })[] {
  const quick: [number, number, number][] = [
    [1, 8, 1],
    [4, 16, 0.5],
    [16, 8, 0.05],
    [32, 32, 0.25],
    [64, 256, 0.05],
  ];
  const full: [number, number, number][] = [
    [1, 4, 1],
    [3, 16, 1],
    [1000, 64, 0.9],
    [1_000_000, 32, 1e-3],
    [64, 1024, 0.01],
  ];
  return (grid === 'quick' ? quick : [...quick, ...full]).map(([prompts, responses, hardMass]) => {
    return { name: `(${prompts}, ${responses}, ${hardMass})`, prompts, responses, hardMass };
  });
}
