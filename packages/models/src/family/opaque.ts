/** A model, data or statistics whose type only its family knows: what handles many families passes it through. */
// biome-ignore lint/suspicious/noExplicitAny: families are stored and called side by side, each with types of its own.
export type Opaque = any;
