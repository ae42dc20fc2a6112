type CsvPage = { records: readonly { id: string; text: string }[]; next: string | null };

type CsvDownload = {
  /** How the file's name begins; the day follows. */
  name: string;
  head: string;
  readPage: (after: string | null) => Promise<CsvPage>;
};

/**
 * All pages of a list as one file. Nothing is written twice, though rows move while pages are read. The first page
 * decides about the answer: a failure before it is an error page and not a broken file; a later one breaks the file
 * off instead of ending it.
 */
export async function csvDownload({ name, head, readPage }: CsvDownload): Promise<Response> {
  const pages = readPages(head, readPage);
  const first = await pages.next();
  return new Response(asStream(first.value ?? '', pages), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': `attachment; filename="${name}-${new Date().toISOString().slice(0, 10)}.csv"`,
      'Cache-Control': 'private, no-store',
    },
  });
}

async function* readPages(
  head: string,
  readPage: CsvDownload['readPage'],
): AsyncGenerator<string, undefined> {
  const written = new Set<string>();
  let text = head;
  let after: string | null = null;
  do {
    const page: CsvPage = await readPage(after);
    for (const record of page.records) {
      if (written.has(record.id)) continue;
      written.add(record.id);
      text += record.text;
    }
    yield text;
    text = '';
    after = page.next;
  } while (after !== null);
  return undefined;
}

/** A page is asked for when the reader has taken the one before. */
function asStream(first: string, rest: AsyncGenerator<string, undefined>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(first)),
    async pull(controller) {
      const { done, value } = await rest.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await rest.return(undefined);
    },
  });
}
