import { describeTargetType } from './audit-text.ts';

type AuditTargetProps = { entry: { targetType: string; targetId: string; targetName?: string | null } };

/** What an entry is about, by name; what has none by its kind and the start of its id. */
export function AuditTarget({ entry: { targetType, targetId, targetName } }: AuditTargetProps) {
  const type = <span className="text-xs text-ink-3">{describeTargetType(targetType)}</span>;
  return targetName ? (
    <>
      {targetName} {type}
    </>
  ) : (
    <>
      {type} <code title={targetId}>{shortId(targetId)}</code>
    </>
  );
}

/** As much of a UUID as tells things apart; what is called by a word, such as a setting, keeps it. */
function shortId(id: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id.slice(0, 8) : id;
}
