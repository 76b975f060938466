// Nodes without inputs: values that come from outside or are known when recording.

/** Operations of nodes without inputs. All but `constant` have the attribute `name`, `constant` has `value`. */
export const leaves = ['parameter', 'input', 'constant', 'slot', 'hyper'] as const;

export type Leaf = (typeof leaves)[number];

/** Attributes of parameter, input, slot and hyper. */
export interface NameAttributes {
  readonly name: string;
}

/** Attributes of constant: a scalar. */
export interface ConstantAttributes {
  readonly value: number;
}
