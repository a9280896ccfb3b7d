import type { z } from 'zod';
import { ModelError } from '../modelError.ts';

/**
 * What a server answered, in the shape that it is expected to have.
 *
 * @throws ModelError naming what is missing
 */
export function requireShape<T>(server: string, path: string, shape: z.ZodType<T>, answer: unknown): T {
  const { data, error } = shape.safeParse(answer);
  if (data !== undefined) return data;
  const [issue] = error!.issues;
  const where = issue!.path.length === 0 ? 'it' : issue!.path.join('.');
  throw new ModelError(
    `${server}: ${path} answered in another shape: ${where}: ${issue!.message}; is it a newer or older version?`,
  );
}
