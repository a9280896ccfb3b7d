import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { WriteError } from '../files/writeError.ts';
import type { ModelLaws } from '../claims/index.ts';
import { bestFirstSearch } from '../learners/decoding/bestFirstSearch.ts';
import { StoppedError } from '../access/remote/remoteRun.ts';
import { greedy } from '../learners/decoding/greedy.ts';
import { Source } from '../math/random/source.ts';
import { embeddedModel } from '../models/embedded/embeddedModel.ts';
import { heldOutPrompts } from '../models/embedded/heldOutPrompts.ts';
import type { Neural } from '../models/neural.ts';
import { decodedBy } from './model/askModel.ts';
import { openModel } from './model/openModel.ts';
import { stoppable } from './stoppable.ts';

const PROMPTS = 32;
const MAX_TOKENS = 48;
const SEQUENCES = 32;
const SEARCH = { mass: 0.5, budget: 2000, width: 4, leastMass: 1e-7 };

/** The laws of the model that ships with whetstone on its first held-out prompts, kept below .whetstone/ once found; undefined where Ctrl-C stopped the search. */
export async function embeddedLaws(): Promise<ModelLaws | undefined> {
  const prompts = heldOutPrompts().slice(0, PROMPTS);
  const model = await openModel({ path: embeddedModel, maxTokens: MAX_TOKENS, sequences: SEQUENCES });
  // Answers of another runtime would be refused there.
  const folder = join('.whetstone', `check-${Source.named(model.name).key.slice(0, 12)}`);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new WriteError(folder, error);
  }
  try {
    return await stoppable(async (signal) => {
      const n = prompts.length;
      const setting = { model, prompts, folder, source: Source.named('check'), sequences: SEQUENCES, signal };
      const decoded = await decodedBy(
        'greedy',
        'greedy decoding',
        greedy<Neural>({ n, maxTokens: MAX_TOKENS }),
        setting,
      );
      const search = bestFirstSearch<Neural>({ n, maxTokens: MAX_TOKENS, ...SEARCH });
      const searched = await decodedBy('search', 'search', search, setting);
      return {
        name: 'embedded.gguf',
        prompts: searched.map(({ law, mode }, i) => ({
          law,
          greedyFindsMode: mode?.tokens.join() === decoded[i]!.tokens.join(),
        })),
      };
    });
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    console.error(`check: stopped; the same command goes on from ${folder}`);
    process.exitCode = 130;
    return undefined;
  } finally {
    await model.dispose();
  }
}
