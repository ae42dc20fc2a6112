import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

// Fetched when it is needed: it is larger than everything else the tests need, and only this benchmark runs it.
const lighthouse = 'lighthouse@12.8.2';
const categories = ['performance', 'accessibility', 'best-practices'] as const;

interface Report {
  categories: Record<string, { score: number | null }>;
  audits: Record<string, { id: string; title: string; score: number | null; scoreDisplayMode: string }>;
}

/** Scores from 0 to 100, and the audits of accessibility and best practices that were not passed. */
export interface Scores {
  scores: number[];
  failed: string[];
}

/** Lets Lighthouse load the page in the running browser, where somebody is signed in. */
export async function askLighthouse(url: string, port: number, isMobile: boolean): Promise<Scores> {
  const { stdout } = await promisify(execFile)(
    'npx',
    [
      '--yes',
      lighthouse,
      url,
      `--port=${port}`,
      '--output=json',
      '--quiet',
      '--disable-storage-reset',
      `--only-categories=${categories.join(',')}`,
      ...(isMobile ? [] : ['--preset=desktop']),
    ],
    { maxBuffer: 64 * 2 ** 20 },
  );
  const report = JSON.parse(stdout) as Report;
  return {
    scores: categories.map((name) => Math.round((report.categories[name]?.score ?? 0) * 100)),
    failed: Object.values(report.audits)
      .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === 'binary' && score === 0)
      .map(({ title }) => title),
  };
}
