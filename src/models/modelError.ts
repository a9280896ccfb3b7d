/** A model that cannot be used as it is: its file or its runtime is missing or broken. The message says what to do. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
