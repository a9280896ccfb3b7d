import type { StopSignal } from '../../access/remote/backend.ts';
import type { Source } from '../../math/random/source.ts';
import type { OpenedModel } from '../../models/openedModel.ts';

/** What a command runs its programs with: a model, the prompts that it is asked, each once and in order, and who may stop it. */
export interface ModelRun {
  readonly model: OpenedModel;
  readonly prompts: readonly string[];
  readonly source: Source;
  readonly signal: StopSignal;
}
