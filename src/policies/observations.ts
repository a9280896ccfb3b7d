/**
 * Responses to prompts, in typed arrays or plain lists.
 *
 * Response k answers prompts[floor(k / perPrompt)]; with `counts`, row k stands for that many equal observations.
 */
export interface Observations<Prompt, Response> {
  readonly prompts: ArrayLike<Prompt>;
  readonly perPrompt: number;
  readonly responses: ArrayLike<Response>;
  /** log pi_base(response | prompt), nats. */
  readonly logLikelihoods: ArrayLike<number>;
  readonly counts?: ArrayLike<number>;
}

/**
 * Visits every (prompt, response) that was observed, with how often.
 *
 * Where there are more rows than pairs they are counted first: visiting is what costs.
 */
export function eachDistinct(
  { prompts, perPrompt, responses, counts }: Observations<number, number>,
  shape: { readonly prompts: number; readonly responses: number },
  visit: (prompt: number, response: number, count: number) => void,
): void {
  const rows = responses.length;
  const cells = shape.prompts * shape.responses;
  if (rows < cells || perPrompt > 1 || counts !== undefined) {
    for (let row = 0; row < rows; row++) {
      visit(prompts[Math.floor(row / perPrompt)]!, responses[row]!, counts === undefined ? 1 : counts[row]!);
    }
    return;
  }
  const times = new Float64Array(cells);
  for (let row = 0; row < rows; row++) {
    const cell = prompts[row]! * shape.responses + responses[row]!;
    times[cell] = times[cell]! + 1;
  }
  for (let prompt = 0, cell = 0; prompt < shape.prompts; prompt++) {
    for (let response = 0; response < shape.responses; response++, cell++) {
      if (times[cell]! > 0) visit(prompt, response, times[cell]!);
    }
  }
}
