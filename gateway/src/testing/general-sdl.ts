/**
 * A supergraph with what federation 2 has to offer, and none of our own directives: a library whose four subgraphs
 * meet in entities with several and compound keys, and in an interface that one of them only knows as an object.
 */
const link = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
    "@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject",
    "@authenticated", "@tag"
  ])
`;

export const generalSdl = {
  catalog: `${link}
    interface Media @key(fields: "id") {
      id: ID!
      title: String!
      creators: [Person!]!
    }
    type Book implements Media @key(fields: "id") @key(fields: "isbn edition") {
      id: ID!
      isbn: String!
      edition: Int!
      title: String!
      creators: [Person!]!
      pages: Int
      size: Size @shareable
      price: Int
      shelfMark: String @inaccessible
      sequel: Book
      chapters: [[String!]!]
    }
    type Film implements Media @key(fields: "id") {
      id: ID!
      title: String!
      creators: [Person!]!
      minutes: Int!
      size: Size @shareable
      broken: String!
    }
    type Size @shareable { width: Float! height: Float! unit: Unit! }
    enum Unit { CM INCH @inaccessible }
    type Person @key(fields: "id", resolvable: false) { id: ID! }
    union Found = Book | Film | Shelf
    type Shelf @key(fields: "room { code } number") {
      room: Room!
      number: Int!
      books: [Book!]!
    }
    type Room @shareable { code: String! }
    input MediaFilter { title: String = "" kinds: [Kind!] = [BOOK, FILM] }
    enum Kind { BOOK FILM }
    type Query {
      media(filter: MediaFilter = {}, first: Int = 10): [Media!]!
      medium(id: ID!): Media
      book(isbn: String!, edition: Int! = 1): Book
      search(text: String!): [Found!]!
      shelf: Shelf
      maybe: [Book]
      version: String @shareable @tag(name: "meta")
    }
    type Mutation {
      writeInCatalog(line: String!): [String!]!
      retitle(id: ID!, title: String!): Media
    }
  `,
  stock: `${link}
    type Book @key(fields: "isbn edition") {
      isbn: String!
      edition: Int!
      size: Size @external
      pages: Int @external
      price: Int @override(from: "catalog")
      copies: Int!
      postage(per: Float! = 1.5): Float @requires(fields: "pages size { width height }")
    }
    type Size @shareable { width: Float! height: Float! unit: Unit! }
    enum Unit { CM INCH @inaccessible }
    type Shelf @key(fields: "room { code } number") {
      room: Room!
      number: Int!
      free: Int
    }
    type Room @shareable { code: String! }
    type Query { scarce(below: Int = 2): [Book!]! version: String @shareable }
    type Mutation { writeInStock(line: String!): [String!]! }
    type Subscription { stockChanged: Book }
  `,
  people: `${link}
    type Person @key(fields: "id") @key(fields: "email") {
      id: ID!
      email: String!
      name: String! @shareable
      born: Int
      friends: [Person!]!
      pin: String @authenticated
    }
    type Query { person(email: String!): Person me: Person }
  `,
  reviews: `${link}
    type Media @key(fields: "id") @interfaceObject {
      id: ID!
      reviews(least: Int = 1): [Review!]!
      rating: Float
    }
    type Review @key(fields: "id") {
      id: ID!
      stars: Int!
      text: String
      about: Media!
      author: Person @provides(fields: "name")
      fails: String
      fatal: String!
    }
    type Person @key(fields: "email") {
      email: String!
      name: String! @external
      reviews: [Review!]!
    }
    type Query { latestReview: Review reviews(stars: [Int!]): [Review] }
    type Mutation { review(about: ID!, stars: Int!): Review }
    type Subscription { reviewAdded(stars: Int): Review! countdown(from: Int!): Int! }
  `,
} as const;

export type GeneralName = keyof typeof generalSdl;

export const generalNames = Object.keys(generalSdl) as GeneralName[];
