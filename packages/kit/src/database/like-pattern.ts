/** A pattern of LIKE for texts that contain `part`, taken literally. */
export function containing(part: string): string {
  return `%${part.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
