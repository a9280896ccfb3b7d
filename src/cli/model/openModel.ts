import { backends } from '../registry/backends.ts';
import { UsageError } from '../usageError.ts';
import type { OpenedModel, OpenOptions } from '../../models/openedModel.ts';

/** Opens what `--model` names, by the first backend that takes it for its own. */
export async function openModel(options: OpenOptions, kinds = backends): Promise<OpenedModel> {
  const name = String(options.path);
  const kind = kinds.find((each) => each.accepts(name));
  if (!kind)
    throw new UsageError(
      `model: --model must name ${kinds.map(({ opens }) => opens).join(' or ')}, got ${JSON.stringify(name)}`,
    );
  return await kind.open(options);
}
