/** Twelve hexadecimal digits by which two files are told apart: no protection against somebody who wants them alike. */
export function fingerprint(bytes: Uint8Array): string {
  let [a, b] = [bytes.length, ~bytes.length];
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x9e3779b1);
    b = Math.imul(b ^ byte, 0x85ebca77);
    // High bits come down, or they would change nothing below them.
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  const digits = (value: number, count: number): string => (value >>> 0).toString(16).padStart(8, '0').slice(-count);
  return digits(a, 8) + digits(b, 4);
}
