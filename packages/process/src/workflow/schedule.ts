/** A number that may depend on the generation it is used for, t + 1 = 1, 2, …: sizes, and the weights α, β, γ. */
export type Schedule =
  | number
  /** intercept + slope·(t+1). */
  | { readonly kind: 'linear'; readonly intercept: number; readonly slope: number }
  /** scale·(t+1)^exponent. */
  | { readonly kind: 'power'; readonly scale: number; readonly exponent: number }
  /** values[t], the last one from then on. */
  | { readonly kind: 'list'; readonly values: readonly number[] };
