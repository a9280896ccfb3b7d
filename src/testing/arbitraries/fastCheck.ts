import type FastCheck from 'fast-check';

/** fast-check, which only arbitraries need: whoever has not installed it is told so. */
export const fc: typeof FastCheck = await load();

async function load(): Promise<typeof FastCheck> {
  try {
    return (await import('fast-check')).default;
  } catch (cause) {
    const missing = (cause as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND';
    if (!missing) throw cause;
    throw new Error('whetstone/testing needs the package fast-check: npm install --save-dev fast-check', { cause });
  }
}
