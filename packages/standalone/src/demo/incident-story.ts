import type { DemoTenant } from './fleet.ts';
import type { TimedAction } from './lifecycle.ts';
import { admin, supporter, type StaffMember } from './people.ts';
import { hourMs } from './rhythm.ts';

/** An incident of the demo fleet, as it was opened. */
export interface DemoIncident {
  /** Names it within the fleet, so that opening it again finds it. */
  key: string;
  title: string;
  severity: 'CRITICAL' | 'MAJOR' | 'MINOR';
  text: string;
  tenantIds: readonly string[];
  by: StaffMember;
}

/** What somebody did about it later. */
interface Work {
  hoursAgo: number;
  by: StaffMember;
  text: string;
  status?: 'IDENTIFIED' | 'MONITORING' | 'RESOLVED';
  severity?: DemoIncident['severity'];
  lead?: StaffMember;
}

interface Story extends Omit<DemoIncident, 'tenantIds'> {
  /** Names of the tenants it concerns. */
  tenants: readonly string[];
  hoursAgo: number;
  work: readonly Work[];
}

const stories: readonly Story[] = [
  {
    key: 'archive-bucket',
    title: 'Recordings cannot be archived: the object storage refuses uploads',
    severity: 'MAJOR',
    text: 'Uploads end with 503 in one region since the provider’s maintenance began.',
    tenants: ['Busan Harbour Philharmonic', 'Nagasaki Winds'],
    by: supporter,
    hoursAgo: 31 * 24,
    work: [
      {
        hoursAgo: 31 * 24 - 1,
        by: admin,
        text: 'The provider confirms it.',
        status: 'IDENTIFIED',
        lead: admin,
      },
      { hoursAgo: 31 * 24 - 5, by: admin, text: 'Uploads go to the second region.', status: 'MONITORING' },
      {
        hoursAgo: 30 * 24,
        by: admin,
        text: 'The region is back; every recording that waited was uploaded and compared.',
        status: 'RESOLVED',
      },
    ],
  },
  {
    key: 'webhooks-late',
    title: 'Webhooks arrive up to ten minutes late',
    severity: 'MINOR',
    text: 'Two tenants report it independently of each other.',
    tenants: ['Yonder Logistics', 'Zephyr Fleet Telematics'],
    by: supporter,
    hoursAgo: 9 * 24,
    work: [
      {
        hoursAgo: 9 * 24 - 2,
        by: supporter,
        text: 'More tenants are concerned than we thought.',
        severity: 'MAJOR',
        lead: supporter,
      },
      {
        hoursAgo: 9 * 24 - 4,
        by: supporter,
        text: 'One queue had no worker since the release.',
        status: 'IDENTIFIED',
      },
      {
        hoursAgo: 9 * 24 - 6,
        by: supporter,
        text: 'The worker runs again, the queue is empty, and an alert watches its age.',
        status: 'RESOLVED',
      },
    ],
  },
  {
    key: 'smtp-credential',
    title: 'Rehearsal calls are not sent: the mail relay refuses its credential',
    severity: 'MAJOR',
    text: '“send-rehearsal-call” fails with SMTP_AUTH_EXPIRED; nobody hears of changed rehearsals.',
    tenants: ['Harbour Lights Philharmonic', 'Orquesta del Valle Alto'],
    by: supporter,
    hoursAgo: 46,
    work: [
      {
        hoursAgo: 45,
        by: supporter,
        text: 'The credential “mail-relay” expired. Both tenants were asked for a new one.',
        status: 'IDENTIFIED',
        lead: supporter,
      },
      {
        hoursAgo: 20,
        by: supporter,
        text: 'Orquesta del Valle Alto answers on Monday. Calls go out by telephone.',
      },
    ],
  },
  {
    key: 'full-disk',
    title: 'Ticket sales are not taken over: the disk of Orchester am Gasometer is full',
    severity: 'CRITICAL',
    text: '“sync-ticketing” fails with DISK_FULL; seats may be sold twice.',
    tenants: ['Orchester am Gasometer'],
    by: admin,
    hoursAgo: 22,
    work: [
      {
        hoursAgo: 21,
        by: admin,
        text: 'Old archives fill the disk. The tenant decides today which of them may go.',
        status: 'IDENTIFIED',
        lead: admin,
      },
    ],
  },
  {
    key: 'crm-schema',
    title: 'CRM sync fails since the CRM’s API changed',
    severity: 'MAJOR',
    text: 'The field “accountOwnerId” is required now; every record without it is refused.',
    tenants: ['Stackpilot Automation'],
    by: supporter,
    hoursAgo: 5,
    work: [],
  },
  {
    key: 'slow-calendar',
    title: 'Calendar sync is slow in the evening',
    severity: 'MINOR',
    text: 'Twice as slow as last week between 18:00 and 20:00 UTC.',
    tenants: ['Fjordland Sinfonia', 'Teatro Aguamarina', 'Savanna Symphony'],
    by: supporter,
    hoursAgo: 76,
    work: [
      {
        hoursAgo: 70,
        by: supporter,
        text: 'The calendar provider limits us; we ask for each calendar half as often.',
        status: 'IDENTIFIED',
        lead: supporter,
      },
      {
        hoursAgo: 28,
        by: supporter,
        text: 'As fast as before since yesterday; we watch one more evening.',
        status: 'MONITORING',
      },
    ],
  },
];

/** The fleet's incidents: resolved ones with their history, and open ones about what is wrong with it now. */
export function incidentStory(fleet: readonly DemoTenant[], anchor: number): TimedAction[] {
  return stories.flatMap(({ hoursAgo, work, tenants, ...story }) => {
    const concerned = fleet.filter(({ name }) => tenants.includes(name));
    const incident = { ...story, tenantIds: concerned.map(({ id }) => id) };
    const at = (hours: number): Date => new Date(anchor - hours * hourMs);
    return [
      { at: at(hoursAgo), by: incident.by, action: { kind: 'open-incident', incident } },
      ...work.map(({ hoursAgo: hours, by, text, status, severity, lead }, index): TimedAction => ({
        at: at(hours),
        by,
        action:
          status === 'RESOLVED'
            ? { kind: 'resolve-incident', incident, text }
            : {
                kind: 'update-incident',
                incident,
                // Opening it makes the first version, and each change another.
                version: index + 1,
                change: { text, status, severity, leadId: lead?.id },
              },
      })),
    ];
  });
}
