import type { DemoTenant } from './fleet.ts';
import { seededRandom, seededUuid } from './random.ts';

export interface DemoPerson {
  id: string;
  name: string;
  email: string;
}

export interface StaffMember extends DemoPerson {
  role: 'ADMIN' | 'SUPPORT' | 'BILLING' | 'VIEWER';
}

export interface Member extends DemoPerson {
  role: 'OWNER' | 'ADMIN' | 'BILLING' | 'VIEWER';
}

const staffMember = (name: string, role: StaffMember['role']): StaffMember => ({
  id: seededUuid(`demo staff ${name}`),
  name,
  email: `${localPart(name)}@staff.example`,
  role,
});

export const admin = staffMember('Ilse Marchetti', 'ADMIN');
export const accountant = staffMember('Wen Okonjo', 'BILLING');
export const supporter = staffMember('Tomás Abreu', 'SUPPORT');

/** The platform's own people. Nobody can sign in as one of them: their passwords are random and not kept. */
export const staff: readonly StaffMember[] = [
  admin,
  supporter,
  accountant,
  staffMember('Ruth Halvorsen', 'VIEWER'),
];

const firstNames = [
  ...[
    'Amara',
    'Benoît',
    'Chiara',
    'Dmitri',
    'Elif',
    'Farah',
    'Goran',
    'Hana',
    'Ivo',
    'Jaya',
    'Kofi',
    'Lucía',
  ],
  ...[
    'Mateus',
    'Noor',
    'Olena',
    'Pieter',
    'Quentin',
    'Rosa',
    'Sanjay',
    'Tove',
    'Ursula',
    'Viktor',
    'Yuki',
    'Zanele',
  ],
] as const;

const lastNames = [
  ...[
    'Achterberg',
    'Bianchi',
    'Castellanos',
    'Dlamini',
    'Eriksen',
    'Fontaine',
    'Grabowski',
    'Hoshino',
    'Ivanova',
  ],
  ...[
    'Jelinek',
    'Kaplan',
    'Larsson',
    'Moreau',
    'Nakata',
    'Osei',
    'Pereira',
    'Quiroga',
    'Rinaldi',
    'Schreiber',
  ],
  ...['Tanaka', 'Ueda', 'Vasquez', 'Weidmann', 'Yildiz'],
] as const;

/** The people of a tenant: those of the larger ones, since each costs a password hash. */
export function membersOf(tenant: DemoTenant, rank: number): Member[] {
  const roles: Member['role'][] = rank < 6 ? ['OWNER', 'ADMIN'] : rank < 26 ? ['OWNER'] : [];
  const random = seededRandom(`people of ${tenant.slug}`);
  return roles.map((role) => {
    const name = `${random.pick(firstNames)} ${random.pick(lastNames)}`;
    return {
      id: seededUuid(`demo member ${tenant.slug} ${role}`),
      name,
      email: `${localPart(name)}.${role.toLowerCase()}@${tenant.slug}.example`,
      role,
    };
  });
}

function localPart(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.');
}
