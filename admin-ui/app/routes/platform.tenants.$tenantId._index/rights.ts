/** What the caller may see and do on this page. */
export type Can = {
  health: boolean;
  billing: boolean;
  audit: boolean;
  users: boolean;
  keys: boolean;
  write: boolean;
  bill: boolean;
  incidents: boolean;
};
