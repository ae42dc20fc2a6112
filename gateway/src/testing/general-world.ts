import { EventEmitter } from 'node:events';
import { MessageQueue } from '@intendant/kit/pubsub/message-queue';
import type { GeneralName } from './general-sdl.ts';

interface Book {
  __typename: 'Book';
  id: string;
  isbn: string;
  edition: number;
  title: string;
  by: string[];
  pages: number | null;
  width: number | null;
  copies: number;
}

interface Review {
  id: string;
  about: string;
  author: string | null;
  stars: number;
}

const people = [
  { id: 'p1', email: 'ann@example.org', name: 'Ann', born: 1950, friends: ['p2', 'p3'] },
  { id: 'p2', email: 'bob@example.org', name: 'Bob', born: null, friends: ['p1'] },
  { id: 'p3', email: 'cleo@example.org', name: 'Cleo', born: 1988, friends: [] },
];

/** What the subgraphs of the general supergraph know. */
export class GeneralWorld {
  /** Every line that was written, in the order the subgraphs were asked. */
  readonly lines: string[] = [];
  readonly events = new EventEmitter().setMaxListeners(0);
  openSubscriptions = 0;
  readonly #books: Book[] = [
    aBook('b1', 'Tides', ['p1'], { pages: 200, width: 14, copies: 3 }),
    aBook('b2', 'Tides', ['p1', 'p2'], { isbn: 'i-b1', edition: 2, pages: 220, width: 14, copies: 1 }),
    aBook('b3', 'Winds', ['p2'], { pages: null, width: null, copies: 0 }),
  ];
  readonly #films = [
    {
      __typename: 'Film' as const,
      id: 'f1',
      title: 'Tides, the film',
      by: ['p3'],
      minutes: 90,
      broken: 'no',
    },
    { __typename: 'Film' as const, id: 'f2', title: 'Rain', by: ['p1'], minutes: 120, broken: null },
  ];
  readonly #reviews: Review[] = [
    { id: 'r1', about: 'b1', author: 'ann@example.org', stars: 5 },
    { id: 'r2', about: 'b1', author: 'bob@example.org', stars: 2 },
    { id: 'r3', about: 'f2', author: null, stars: 1 },
  ];

  addReview(about: string, stars: number): Review {
    const review = { id: `r${this.#reviews.length + 1}`, about, author: 'cleo@example.org', stars };
    this.#reviews.push(review);
    this.events.emit('reviewAdded', review);
    return review;
  }

  resolvers(name: GeneralName): object {
    const {
      catalog,
      stock,
      people: persons,
      reviews,
    } = {
      catalog: () => this.#catalog(),
      stock: () => this.#stock(),
      people: () => this.#people(),
      reviews: () => this.#reviewResolvers(),
    };
    return { catalog, stock, people: persons, reviews }[name]();
  }

  #catalog(): object {
    const all = () => [...this.#books, ...this.#films];
    const byId = (id: string) => all().find((each) => each.id === id) ?? null;
    const creators = ({ by }: { by: string[] }) => by.map((id) => ({ id }));
    const size = ({ width }: { width?: number | null }) =>
      width == null ? null : { width, height: width * 1.5, unit: 'CM' };
    const shelf = { room: { code: 'R' }, number: 7, books: () => this.#books };
    return {
      Query: {
        media: (
          _: unknown,
          { filter, first }: { filter: { title: string; kinds: string[] }; first: number },
        ) =>
          all()
            .filter(({ title }) => title.includes(filter.title))
            .filter(({ __typename }) => filter.kinds.includes(__typename.toUpperCase()))
            .slice(0, first),
        medium: (_: unknown, { id }: { id: string }) => byId(id),
        book: (_: unknown, { isbn, edition }: { isbn: string; edition: number }) =>
          this.#book({ isbn, edition }),
        search: (_: unknown, { text }: { text: string }) => [
          ...all().filter(({ title }) => title.includes(text)),
          { __typename: 'Shelf', ...shelf },
        ],
        shelf: () => shelf,
        maybe: () => [this.#books[0], null, this.#books[2]],
        version: () => '1',
      },
      Mutation: {
        writeInCatalog: (_: unknown, { line }: { line: string }) => this.#write(line, 5),
        retitle: (_: unknown, { id, title }: { id: string; title: string }) => {
          const found = byId(id);
          return found && Object.assign(found, { title });
        },
      },
      Media: { __resolveType: typeOf, __resolveReference: ({ id }: { id: string }) => byId(id) },
      Found: { __resolveType: typeOf },
      Book: {
        __resolveReference: (key: Partial<Book>) => (key.id === undefined ? this.#book(key) : byId(key.id)),
        creators,
        size,
        sequel: ({ isbn, edition }: Book) => this.#book({ isbn, edition: edition + 1 }),
        chapters: ({ pages }: Book) => pages && [['one', 'two'], [], ['three']],
        shelfMark: () => 'secret',
      },
      Film: { __resolveReference: ({ id }: { id: string }) => byId(id), creators, size },
      Shelf: { __resolveReference: () => shelf },
    };
  }

  #stock(): object {
    return {
      Query: {
        scarce: (_: unknown, { below }: { below: number }) =>
          this.#books.filter(({ copies }) => copies < below),
        version: () => '1',
      },
      Mutation: { writeInStock: (_: unknown, { line }: { line: string }) => this.#write(line, 1) },
      Subscription: {
        stockChanged: { subscribe: () => this.#source('stockChanged'), resolve: (book: Book) => book },
      },
      Book: {
        __resolveReference: (key: Partial<Book> & { size?: unknown }) => ({ ...this.#book(key), ...key }),
        price: ({ isbn, edition }: Book) => isbn.length * 100 + edition,
        postage: (
          { pages, size }: { pages: number | null; size: { width: number; height: number } | null },
          { per }: { per: number },
        ) => (pages && size ? pages * size.width * size.height * per : null),
      },
      Shelf: {
        __resolveReference: ({ room, number }: { room: { code: string }; number: number }) => ({
          room,
          number,
          free: room.code.length + number,
        }),
      },
    };
  }

  #people(): object {
    const friends = ({ friends: ids }: { friends: string[] }) =>
      ids.map((id) => people.find((person) => person.id === id));
    return {
      Query: {
        person: (_: unknown, { email }: { email: string }) => people.find((each) => each.email === email),
        me: () => people[0],
      },
      Person: {
        __resolveReference: (key: { id?: string; email?: string }) =>
          people.find(({ id, email }) => id === key.id || email === key.email),
        friends,
        pin: () => '1234',
      },
    };
  }

  #reviewResolvers(): object {
    const person = (email: string | null) =>
      email && { email, name: people.find((each) => each.email === email)?.name };
    return {
      Query: {
        latestReview: () => this.#reviews.at(-1),
        reviews: (_: unknown, { stars }: { stars?: number[] }) =>
          this.#reviews.map((review) => (stars && !stars.includes(review.stars) ? null : review)),
      },
      Mutation: {
        review: (_: unknown, { about, stars }: { about: string; stars: number }) =>
          this.addReview(about, stars),
      },
      Subscription: {
        reviewAdded: { subscribe: () => this.#source('reviewAdded'), resolve: (review: Review) => review },
        countdown: {
          subscribe: async function* (_: unknown, { from }: { from: number }) {
            for (let left = from; left >= 0; left -= 1) {
              yield left;
            }
          },
          resolve: (left: number) => left,
        },
      },
      Media: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        reviews: ({ id }: { id: string }, { least }: { least: number }) =>
          this.#reviews.filter(({ about, stars }) => about === id && stars >= least),
        rating: ({ id }: { id: string }) => {
          const stars = this.#reviews.filter(({ about }) => about === id).map((review) => review.stars);
          return stars.length === 0 ? null : stars.reduce((a, b) => a + b) / stars.length;
        },
      },
      Review: {
        __resolveReference: ({ id }: { id: string }) => this.#reviews.find((review) => review.id === id),
        text: ({ stars }: Review) => (stars > 2 ? 'good' : null),
        about: ({ about }: Review) => ({ id: about }),
        author: ({ author }: Review) => person(author),
        fails: ({ id }: Review) => {
          throw new Error(`no ${id}`);
        },
        fatal: ({ id }: Review) => {
          if (id === 'r2') {
            throw new Error('fatal');
          }
          return 'fine';
        },
      },
      Person: {
        __resolveReference: ({ email }: { email: string }) => person(email),
        reviews: ({ email }: { email: string }) => this.#reviews.filter(({ author }) => author === email),
      },
    };
  }

  #book(key: Partial<Book>): Book | null {
    return this.#books.find(({ isbn, edition }) => isbn === key.isbn && edition === key.edition) ?? null;
  }

  /** Takes its time, so that whoever does not wait for the line before is found out. */
  async #write(line: string, ms: number): Promise<string[]> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.lines.push(line);
    return [...this.lines];
  }

  #source(topic: string): AsyncIterableIterator<unknown> {
    this.openSubscriptions += 1;
    const listener = (value: unknown): void => queue.push(value);
    const queue = new MessageQueue<unknown>(() => {
      this.openSubscriptions -= 1;
      this.events.off(topic, listener);
    });
    this.events.on(topic, listener);
    return queue;
  }
}

function aBook(id: string, title: string, by: string[], rest: Partial<Book>): Book {
  const defaults = { isbn: `i-${id}`, edition: 1, pages: null, width: null, copies: 0 };
  return { __typename: 'Book', id, title, by, ...defaults, ...rest };
}

function typeOf({ __typename }: { __typename: string }): string {
  return __typename;
}
