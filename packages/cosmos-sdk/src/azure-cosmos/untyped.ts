/**
 * What nobody gave a type.
 *
 * Programs written for `@azure/cosmos` read properties of items they never typed, and must go on to compile.
 */
// biome-ignore lint/suspicious/noExplicitAny: the default of these types elsewhere, which is the point of them here
export type Untyped = any;
