import { seededRandom, seededUuid } from './random.ts';
import { roster, type RosterEntry } from './roster.ts';
import { symptomsOf, workflowsOf, type Symptoms, type Workflow } from './workflows.ts';

/** A tenant of the demo fleet: everything about it that does not depend on the time. */
export interface DemoTenant extends RosterEntry {
  id: string;
  slug: string;
  contactEmail: string;
  /** Days before the anchor on which it was created. */
  ageDays: number;
  /** Executions an hour on average, at the anchor. */
  executionsPerHour: number;
  /** API requests for each execution. */
  requestsPerExecution: number;
  /** Part of the executions that fail for everyday reasons. */
  failureRate: number;
  workflows: readonly Workflow[];
  environments: readonly [string, ...string[]];
  storageBytes: number;
  symptoms: Symptoms;
  /** When it fell silent, in days before the anchor; null while it is active. */
  silentSinceDays: number | null;
}

// Executions of the whole fleet an hour at the anchor: small enough to load 90 days in seconds.
const fleetExecutionsPerHour = 180;
// The busiest tenant runs about a sixth of all, the median one a hundredth: Zipf's law, flattened a little.
const zipfExponent = 0.85;

const allEnvironments = ['production', 'staging', 'preview'] as const;

/** The demo fleet, the busiest first. The same on every machine. */
export function demoFleet(): DemoTenant[] {
  const weights = roster.map((_, rank) => (rank + 1) ** -zipfExponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return roster.map((entry, rank) => demoTenant(entry, (weights[rank] ?? 0) / total));
}

function demoTenant(entry: RosterEntry, part: number): DemoTenant {
  const slug = slugOf(entry.name);
  const random = seededRandom(`tenant ${slug}`);
  const executionsPerHour = entry.story === 'never-started' ? 0 : fleetExecutionsPerHour * part;
  const size = Math.min(1, part * 12);
  const workflows = workflowsOf[entry.trade].slice(0, 3 + Math.round(size * 6) + random.int(0, 1));
  return {
    ...entry,
    id: seededUuid(`demo tenant ${slug}`),
    slug,
    contactEmail: `operations@${slug}.example`,
    ageDays: ageDays(entry, random.int(95, 700)),
    executionsPerHour,
    requestsPerExecution: entry.trade === 'software' ? 0.5 + random.next() : 0.1 + random.next() / 2,
    failureRate: 0.002 + 0.02 * random.next() ** 2,
    workflows,
    environments: [
      allEnvironments[0],
      ...allEnvironments.slice(1, entry.plan === 'free' ? 1 : random.int(2, 3)),
    ],
    storageBytes: Math.round(random.logNormal(2e9 * (1 + 40 * part), 0.9)),
    symptoms: entry.trouble ? symptomsOf[entry.trouble] : {},
    silentSinceDays: silentSinceDays(entry, random.int(12, 40)),
  };
}

/** Who went is silent since then; who only stopped using it, for longer. */
function silentSinceDays({ story }: RosterEntry, long: number): number | null {
  switch (story) {
    case 'silent':
      return long;
    case 'suspended':
      return 9;
    case 'canceled':
      return 10;
    default:
      return null;
  }
}

function ageDays(entry: RosterEntry, grown: number): number {
  switch (entry.story) {
    case 'new':
      return entry.trade === 'stage' ? 2 : 5;
    case 'trial-running':
      return entry.trade === 'stage' ? 3 : 6;
    case 'trial-ending':
      return entry.trade === 'stage' ? 11 : 13;
    case 'trial-converted':
      return 24 + (grown % 15);
    case 'trial-expired':
      return 20 + (grown % 20);
    case 'never-started':
      return 31;
    default:
      return grown;
  }
}

function slugOf(name: string): string {
  return name
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
