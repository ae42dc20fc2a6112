export type PlanKey = 'free' | 'pro' | 'agency' | 'enterprise';

/** What a tenant does for a living: it decides its workflows and its week. */
export type Trade = 'stage' | 'software';

/** What is wrong with a tenant, and what an operator would find behind it. */
export type Trouble =
  | 'expired-smtp-credential'
  | 'changed-upstream-api'
  | 'full-disk'
  | 'hand-edited-environment'
  | 'drifting-staging'
  | 'revoked-ticketing-key'
  | 'rotated-bucket-secret'
  | 'declined-card'
  | 'closed-account'
  | 'expired-smtp-and-credential'
  | 'declined-and-drifting';

/** How a tenant's life differs from a plain subscription. */
export type Story =
  | 'trial-running'
  | 'trial-ending'
  | 'trial-converted'
  | 'trial-expired'
  | 'suspended'
  | 'silent'
  | 'never-started'
  | 'upgraded'
  | 'downgraded'
  | 'canceled'
  | 'new';

export interface RosterEntry {
  name: string;
  trade: Trade;
  plan: PlanKey;
  /** Hours its clocks are ahead of UTC. */
  utcOffset: number;
  trouble?: Trouble;
  story?: Story;
}

const stage = (
  name: string,
  utcOffset: number,
  plan: PlanKey,
  more: Partial<RosterEntry> = {},
): RosterEntry => ({
  name,
  trade: 'stage',
  plan,
  utcOffset,
  ...more,
});

const software = (
  name: string,
  utcOffset: number,
  plan: PlanKey,
  more: Partial<RosterEntry> = {},
): RosterEntry => ({
  ...stage(name, utcOffset, plan, more),
  trade: 'software',
});

/** The demo fleet, the busiest first. All of them are invented. */
export const roster: readonly RosterEntry[] = [
  software('Vektoria Search', 1, 'enterprise'),
  software('Stackpilot Automation', -8, 'enterprise', { trouble: 'changed-upstream-api' }),
  stage('Harbour Lights Philharmonic', -4, 'enterprise', { trouble: 'expired-smtp-and-credential' }),
  software('Yonder Logistics', -6, 'agency', { story: 'upgraded' }),
  stage('Orquesta del Valle Alto', -5, 'agency', { trouble: 'expired-smtp-credential' }),
  stage('Busan Harbour Philharmonic', 9, 'enterprise'),
  software('Mosaiq Health', 1, 'agency', { trouble: 'hand-edited-environment' }),
  stage('Orchester am Gasometer', 1, 'pro', { trouble: 'full-disk' }),
  software('Zephyr Fleet Telematics', 10, 'agency'),
  stage('Sinfonietta Adriatica', 1, 'agency', { trouble: 'revoked-ticketing-key' }),
  software('Bluefinch Analytics', 0, 'pro', { story: 'trial-converted' }),
  stage('Auckland Skyline Orchestra', 12, 'agency'),
  software('Halfmoon Commerce', -5, 'agency', { trouble: 'rotated-bucket-secret' }),
  stage('Orchestre des Deux Rives', 1, 'pro'),
  software('Saltmarsh Energy', 0, 'enterprise'),
  stage('Philharmonia of the Plains', -6, 'pro', { trouble: 'declined-card' }),
  software('Tidepool Robotics', -8, 'pro', { story: 'upgraded' }),
  stage('Fjordland Sinfonia', 1, 'agency'),
  software('Clearbrook Insurance', -5, 'enterprise'),
  stage('Savanna Symphony', 3, 'pro'),
  software('Signalwerk', 1, 'pro', { trouble: 'drifting-staging' }),
  stage('Nagasaki Winds', 9, 'pro'),
  software('Rivetdesk', -5, 'pro', { story: 'trial-converted' }),
  stage('Teatro Aguamarina', -3, 'agency'),
  software('Ostrava Data Forge', 1, 'pro', { trouble: 'declined-and-drifting' }),
  stage('Marmara Oda Orkestrası', 3, 'pro'),
  stage('Ensemble Clair-Obscur', 1, 'pro'),
  software('Plumline Payroll', 0, 'agency', { story: 'upgraded' }),
  stage('Red Lantern Chinese Orchestra', 8, 'pro', { story: 'trial-ending' }),
  software('Kilnworks CRM', 2, 'pro'),
  stage('Glasshouse Baroque', 0, 'pro', { trouble: 'closed-account' }),
  stage('Sinfónica Tierra Caliente', -6, 'pro'),
  software('Emberline Support', 5, 'pro', { story: 'trial-running' }),
  stage('Opernstudio Seebühne', 1, 'agency'),
  stage('Kaapstad Strings', 2, 'pro', { story: 'downgraded' }),
  software('Parcelmint', 1, 'agency', { story: 'suspended' }),
  stage('Orkest Zonder Grens', 1, 'pro'),
  stage('Blue Ridge Chamber Society', -5, 'free'),
  software('Hexagrove', 7, 'pro', { story: 'trial-ending' }),
  stage('Filharmonia Trzech Rzek', 1, 'pro'),
  stage('Coral Bay Chorus', 8, 'free'),
  software('Pagelantern', -3, 'pro', { story: 'trial-converted' }),
  stage('Lake District Youth Symphony', 0, 'free'),
  stage('Tallinn Night Ensemble', 2, 'pro', { story: 'trial-running' }),
  software('Ledgerleaf', -7, 'free'),
  stage('Capella Montserrat Nova', 1, 'free'),
  stage('Sitar & Strings Pune', 5, 'free', { story: 'trial-expired' }),
  software('Cartografía Viva', -5, 'free'),
  stage('Kör Dunakanyar', 1, 'free'),
  stage('Copper Country Symphony', -5, 'free', { story: 'silent' }),
  software('Quietqueue', 1, 'free', { story: 'trial-expired' }),
  stage('Ensemble Zeitraum', 1, 'free'),
  stage('Camerata Sol y Sombra', -3, 'free', { story: 'suspended' }),
  software('Fernweh Travel Tech', 1, 'pro', { story: 'canceled' }),
  stage('Quartetto Lungomare', 1, 'free'),
  stage('Cantorum Westfold', 0, 'free'),
  stage('Aurora Brass Collective', -8, 'free', { story: 'new' }),
  software('Brambleberry Foods', 0, 'free', { story: 'new' }),
  stage('Whistling Kettle Big Band', 0, 'free', { story: 'silent' }),
  stage('Concerto Sahel', 0, 'free', { story: 'never-started' }),
];
