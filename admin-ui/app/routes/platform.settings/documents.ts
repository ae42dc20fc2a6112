import { graphql } from '#app/gql/gql.ts';

export const SettingFragment = graphql(`
  fragment SettingPart on Setting {
    key
    module
    description
    type
    unit
    minimum
    maximum
    options
    value
    defaultValue
    isChanged
    changedAt
    changedBy
  }
`);

export const SettingsQuery = graphql(`
  query Settings {
    settings {
      ...SettingPart
    }
  }
`);

export const UpdateSettingMutation = graphql(`
  mutation UpdateSetting($input: UpdateSettingInput!) {
    updateSetting(input: $input) {
      setting {
        key
        value
        unit
      }
      userErrors {
        message
        field
      }
    }
  }
`);
