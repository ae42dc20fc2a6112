import { searchFields, writeNamedTenant, type TenantChoice } from '#app/lib/tenant-choice.ts';

type TenantBoxesProps = { name: string; choice: TenantChoice; isSingle: boolean };

/** Chosen and found tenants before JavaScript: a box to tick each, or one of a group where only one is wanted. */
export function TenantBoxes({ name, choice, isSingle }: TenantBoxesProps) {
  return (
    <>
      {/* The first button of a form is what Enter presses in any of its fields; that must not be the search's. */}
      <button type="submit" className="sr-only" tabIndex={-1} aria-hidden formNoValidate />
      {choice.chosen.map((tenant) => (
        <Box key={tenant.id} {...{ name, tenant, isSingle }} isTicked />
      ))}
      {choice.offers.map((tenant) => (
        <Box key={tenant.id} {...{ name, tenant, isSingle }} isTicked={false} />
      ))}
    </>
  );
}

type BoxProps = { name: string; tenant: { id: string; name: string }; isSingle: boolean; isTicked: boolean };

function Box({ name, tenant, isSingle, isTicked }: BoxProps) {
  return (
    <label className="check">
      <input type={isSingle ? 'radio' : 'checkbox'} name={name} value={tenant.id} defaultChecked={isTicked} />
      <input type="hidden" name={searchFields.named} value={writeNamedTenant(tenant)} />
      {tenant.name}
    </label>
  );
}
