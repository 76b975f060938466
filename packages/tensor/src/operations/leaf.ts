// Nodes without inputs: values that come from outside (`parameter`, `buffer`, `input`, `slot`, `hyper`) or are known when recording
// (`constant`).

/** Attributes of parameter, buffer, input, slot and hyper. */
export interface NameAttributes {
  readonly name: string;
}

/** Attributes of constant: a scalar. */
export interface ConstantAttributes {
  readonly value: number;
}
