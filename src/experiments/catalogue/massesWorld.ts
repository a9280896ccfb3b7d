import { z } from 'zod';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import type { Source } from '../../math/random/source.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { totalsOne } from '../../math/total.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { hiddenModeClass } from '../../policies/classes/hiddenModeClass.ts';
import type { ProductClass } from '../../policies/classes/productClass.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';

const massList = z.array(z.number().gte(0)).min(1);

/** A world of one's own, written out: at each prompt the masses of the responses, and the law of prompts. */
export const massesWorld = z
  .strictObject({
    kind: z.literal('masses'),
    masses: z
      .array(massList)
      .min(1)
      .describe('for each prompt pi_base of every response, as many for each; each run hides y* anew'),
    promptLaw: massList.optional().describe('the mass of each prompt; uniform if left out'),
  })
  .superRefine(({ masses, promptLaw }, context) => {
    const refuse = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    // Also where the list is empty, which was told already.
    const responses = masses[0]?.length;
    masses.forEach((row, prompt) => {
      const path = ['masses', prompt];
      if (row.length !== responses)
        refuse(path, `must have as many masses as masses[0], ${responses}, got ${row.length}`);
      else refuseTotal(row, path);
    });
    if (promptLaw === undefined) return;
    const path = ['promptLaw'];
    const expected = `must have as many masses as there are prompts, ${masses.length}`;
    if (promptLaw.length !== masses.length) refuse(path, `${expected}, got ${promptLaw.length}`);
    else refuseTotal(promptLaw, path);

    function refuseTotal(row: readonly number[], path: (string | number)[]): void {
      const total = compensatedSum(row);
      if (!totalsOne(total)) refuse(path, `must add up to 1, got ${total}`);
    }
  });

/**
 * The world of a run, from the class of base policies to that which fits choose from: nature picks a member of
 * `hiddenModeClass`, as it does of a hard family, so that ties are broken for and against it alike.
 */
export function worldOfMasses(
  { masses, promptLaw }: z.infer<typeof massesWorld>,
  sharpened: (family: { readonly baseClass: ProductClass }) => ProductClass,
): (source: Source) => ExplicitWorld {
  const baseClass = hiddenModeClass(TabularPolicy.fromMasses(masses));
  const policyClass = sharpened({ baseClass });
  const law = promptLaw ? FiniteLaw.fromMasses(promptLaw) : FiniteLaw.uniform(masses.length);
  return (source) => {
    const nature = source.split('nature');
    const choices = masses.map((_, prompt) => nature.index(baseClass.laws(prompt).length));
    return new ExplicitWorld(law, baseClass.member(choices), policyClass);
  };
}
