/** A supergraph in miniature: three subgraphs that meet in `Tenant`, with the internal operations the gateway uses. */
const shared = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
      "@key", "@shareable", "@inaccessible", "@authenticated", "@requiresScopes", "@composeDirective", "@cost", "@listSize"
    ])
    @link(url: "https://intendant.dev/directives/v1.0", import: ["@public"])
    @composeDirective(name: "@public")
  directive @public on FIELD_DEFINITION | OBJECT
  scalar DateTime
  scalar Long
  scalar JSONObject
`;

export const fixtureSdl = {
  tenants: `${shared}
    interface Named { name: String! }
    type Tenant implements Named @key(fields: "id") {
      id: ID! @authenticated
      name: String! @requiresScopes(scopes: [["tenants:read"]])
      email: String @requiresScopes(scopes: [["tenants:read", "users:read"], ["tenants:write"]])
      children: [Tenant!]! @requiresScopes(scopes: [["tenants:read"]]) @listSize(assumedSize: 3)
      parent: Tenant @requiresScopes(scopes: [["tenants:read"]])
      broken: String! @authenticated
      fails: String @authenticated
      settings: JSONObject @authenticated
    }
    type Robot implements Named @requiresScopes(scopes: [["keys:read"]]) {
      name: String! @requiresScopes(scopes: [["tenants:read"]])
      model: Model!
    }
    enum Model { MARK_I MARK_II }
    union Owner = Tenant | Robot
    type TenantList @requiresScopes(scopes: [["tenants:read"]]) { nodes: [Tenant!]! total: Int! }
    type Query {
      tenant(id: ID!): Tenant @authenticated
      tenants(first: Int = 50): TenantList! @requiresScopes(scopes: [["tenants:read"]])
        @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])
      owners: [Owner!]! @authenticated @listSize(assumedSize: 2)
      named: [Named!]! @authenticated @listSize(assumedSize: 2)
      greeting(name: String): String! @public
      slow(ms: Int!): String @authenticated
      crash: String @public
      missing: String @authenticated
    }
    type Mutation {
      renameTenant(id: ID!, name: String!): RenameTenantPayload! @requiresScopes(scopes: [["tenants:write"]])
    }
    type RenameTenantPayload @authenticated { tenant: Tenant userErrors: [UserError!]! }
    type UserError @public { code: String! message: String! field: [String!] }
  `,
  health: `${shared}
    type Tenant @key(fields: "id") {
      id: ID! @authenticated
      executions: Int @requiresScopes(scopes: [["health:read"]])
      figures(range: String! = "H1"): Figures @requiresScopes(scopes: [["health:read"]])
    }
    type Figures @requiresScopes(scopes: [["health:read"]]) { range: String! rate: Float count: Long! tenant: Tenant! }
    type Query {
      busiest(first: Int = 10): [Tenant!]! @requiresScopes(scopes: [["health:read"]]) @listSize(slicingArguments: ["first"])
      load: Int! @public @cost(weight: 7)
    }
    type Mutation {
      recordGatewayRequests(input: RecordGatewayRequestsInput!): RecordGatewayRequestsPayload!
        @inaccessible @requiresScopes(scopes: [["service:internal"]])
    }
    input GatewayRequestCount @inaccessible {
      minute: DateTime! operation: String! tenantId: ID statusClass: Int! count: Long!
      latencyBuckets: [Int!]! latencyCounts: [Long!]!
    }
    input GatewayServiceCount @inaccessible {
      minute: DateTime! service: String! count: Long! errors: Long! lastAnswerAt: DateTime
      latencyBuckets: [Int!]! latencyCounts: [Long!]!
    }
    enum RateLimitKind @inaccessible { REQUESTS EVENTS }
    input GatewayRejection @inaccessible {
      minute: DateTime! kind: RateLimitKind! tenantId: ID callerId: ID! isApiKey: Boolean! callerName: String!
      rejected: Long! offered: Long! limitPerMinute: Long!
    }
    input RecordGatewayRequestsInput @inaccessible {
      flushId: ID! counts: [GatewayRequestCount!]!
      services: [GatewayServiceCount!] rejections: [GatewayRejection!]
    }
    type RecordGatewayRequestsPayload @inaccessible @requiresScopes(scopes: [["service:internal"]]) { userErrors: [Mistake!]! }
    type Mistake @inaccessible @requiresScopes(scopes: [["service:internal"]]) { message: String! }
    type Subscription {
      tenantHealthChanged(tenantId: ID!): Tenant @requiresScopes(scopes: [["health:read"]])
      ticks(every: Int): Tick @authenticated
    }
    type Tick @authenticated { number: Int! tenant: Tenant }
  `,
  security: `${shared}
    type Viewer @authenticated { id: ID! name: String! permissions: [String!]! tenant: Tenant }
    type Tenant @key(fields: "id", resolvable: false) { id: ID! @authenticated }
    enum CallerKind { USER API_KEY SERVICE }
    type Query {
      viewer: Viewer @public
      resolveCredential(input: ResolveCredentialInput!): ResolvedCredential
        @inaccessible @requiresScopes(scopes: [["service:internal"]])
    }
    enum CredentialKind @inaccessible { SESSION API_KEY }
    enum TenantRefusal @inaccessible { TENANT_NOT_NAMED NO_ACCESS_TO_TENANT }
    input ResolveCredentialInput @inaccessible { kind: CredentialKind! secret: String! tenant: String }
    type ResolvedCredential @inaccessible @requiresScopes(scopes: [["service:internal"]]) {
      callerKind: CallerKind! callerId: ID! callerName: String! tenantId: ID permissions: [String!]!
      credentialId: ID! eventsPerSecond: Int expiresAt: DateTime refusal: TenantRefusal
    }
  `,
} as const;

export type FixtureName = keyof typeof fixtureSdl;

export const fixtureNames = Object.keys(fixtureSdl) as FixtureName[];
