import { backends, whatOpens } from '../registry/backends.ts';
import { UsageError } from '../usageError.ts';
import type { OpenedModel, OpenOptions } from '../../models/openedModel.ts';

/** Opens what `--model` names, by the runtime that `--runtime` names, or the first that takes it for its own. */
export async function openModel(options: OpenOptions, kinds = backends): Promise<OpenedModel> {
  const name = String(options.path);
  const { runtime } = options;
  const kind = kinds.find((each) => (runtime === undefined ? each.accepts(name) : each.runtime === runtime));
  if (!kind) throw new UsageError(`model: --model must name ${whatOpens(kinds)}, got ${JSON.stringify(name)}`);
  return await kind.open(options);
}
