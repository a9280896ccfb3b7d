import { adaptiveSftRisk } from './catalogue/adaptiveSftRisk.ts';
import { hardPromptRisk } from './catalogue/hardPromptRisk.ts';
import { needleSandwich } from './catalogue/needleSandwich.ts';
import { packingSamples } from './catalogue/packingSamples.ts';
import { sandwich } from './catalogue/sandwich.ts';
import { winner } from './catalogue/winner.ts';
import { sftRisk } from './catalogue/sftRisk.ts';
import { xpoRegret } from './catalogue/xpoRegret.ts';

/** The experiments that a spec may name, and that a worker knows by name. */
export const experiments = [
  sftRisk,
  adaptiveSftRisk,
  hardPromptRisk,
  sandwich,
  needleSandwich,
  winner,
  packingSamples,
  xpoRegret,
] as const;
