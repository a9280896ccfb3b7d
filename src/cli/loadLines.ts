import { importModule } from '../files/importModule.ts';
import { requireList } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import { requireHardFamily } from '../theory/risk/hardFamilyParameters.ts';
import type { HardFamilyParameters } from '../theory/risk/hardFamilyParameters.ts';
import { requireRiskLine } from '../theory/sandwich/riskLine.ts';
import type { RiskLine } from '../theory/sandwich/riskLine.ts';

/** What a module of a user's adds to the sandwich. */
export interface OwnLines {
  readonly lines: readonly RiskLine[];
  readonly families: readonly HardFamilyParameters[];
}

/**
 * The lines, the families or both that a module exports as lists of these names; nothing where there is no module.
 *
 * @param known the lines that there are already
 * @throws DomainError where the module cannot be imported, exports neither, or two lines have one id
 */
export async function loadLines(module: string | undefined, known: readonly RiskLine[]): Promise<OwnLines> {
  if (module === undefined) return { lines: [], families: [] };
  const where = 'loadLines';
  const { lines, families } = (await importModule(where, module)) as Partial<OwnLines>;
  if (lines === undefined && families === undefined) {
    const expected = `a list of lines, or of families: export const lines = [...] in ${module}`;
    throw new DomainError(where, 'lines', expected, lines);
  }
  const own = { lines: listOf('lines', lines), families: listOf('families', families) };
  const ids = new Set(known.map(({ id }) => id));
  own.lines.forEach((line, i) => {
    requireRiskLine(where, `lines[${i}]`, line);
    if (ids.has(line.id)) throw new DomainError(where, `lines[${i}].id`, 'one that no other line has', line.id);
    ids.add(line.id);
  });
  own.families.forEach((family, i) => requireHardFamily(`${where}: families[${i}]`, family));
  return own;

  function listOf<T>(name: string, list: readonly T[] = []): readonly T[] {
    requireList(where, name, list);
    return list;
  }
}
