type State = Readonly<Record<string, unknown>> | null | undefined;

export type Difference = { name: string; before: string | null; after: string | null; isChanged: boolean };

/** Each field of the two states beside each other, nested ones by their path; the changed ones first. */
export function differenceOf(before: State, after: State): Difference[] {
  const old = flatten(before ?? {});
  const now = flatten(after ?? {});
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  return names
    .map((name) => {
      const [was, is] = [old.get(name) ?? null, now.get(name) ?? null];
      return { name, before: was, after: is, isChanged: was !== is };
    })
    .sort((a, b) => Number(b.isChanged) - Number(a.isChanged));
}

function flatten(state: object, path = ''): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [key, value] of Object.entries(state)) {
    const name = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [inner, text] of flatten(value as object, name)) fields.set(inner, text);
    } else if (value !== undefined && value !== null) {
      fields.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
  }
  return fields;
}
