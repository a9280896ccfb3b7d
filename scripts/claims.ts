/** Checks every claim on the quick grid, and writes docs/claims.md. */
import { writeFileSync } from 'node:fs';
import { checkClaim, checkMutation, ledger } from '../src/claims/index.ts';
import { progressBar } from '../src/display/progress.ts';
import { claimsPage } from './claimsPage.ts';

const bar = progressBar('claims');
const checked = ledger.map((claim, done) => {
  bar.update(done, ledger.length, claim.statement);
  const hidden = claim.mutations.filter(({ hiddenBecause }) => hiddenBecause !== undefined);
  return { claim, verdict: checkClaim(claim), hidden: hidden.map((mutation) => checkMutation(claim, mutation)) };
});
bar.update(ledger.length, ledger.length);
bar.stop();
writeFileSync(new URL('../docs/claims.md', import.meta.url), await claimsPage(checked));
console.log(`wrote docs/claims.md: ${checked.length} statements`);
