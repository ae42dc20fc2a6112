/** A number from 0 up to 1 that depends on its arguments only (an integer hash, splitmix32). */
export function random(index: number, stream: number): number {
  let value = (index * 16 + stream + 0x9e3779b9) | 0;
  value = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  value = Math.imul(value ^ (value >>> 15), 0x735a2d97);
  return ((value ^ (value >>> 15)) >>> 0) / 2 ** 32;
}
