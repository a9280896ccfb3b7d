import { z } from 'zod';
import { ModelError } from '../modelError.ts';
import type { Connection } from './connection.ts';
import { requireShape } from './requireShape.ts';

const models = z.object({ data: z.array(z.object({ id: z.string() })).min(1) });

/**
 * The model of a server that was asked for, or the one that it has.
 *
 * @throws ModelError where it is not there, or none was named and there are several
 */
export async function servedModel(server: string, connection: Connection, asked: string | undefined): Promise<string> {
  const { data } = requireShape(server, '/v1/models', models, await connection.get('v1/models'));
  const ids = data.map(({ id }) => id);
  if (asked === undefined && ids.length === 1) return ids[0]!;
  if (asked !== undefined && ids.includes(asked)) return asked;
  const some = ids.slice(0, 8).join(', ') + (ids.length > 8 ? ` and ${ids.length - 8} more` : '');
  throw new ModelError(`${server}: it serves ${some}${asked === undefined ? '; name one of these' : `, not ${asked}`}`);
}
